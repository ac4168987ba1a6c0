export const pair = (asset: string): string => `${asset}usdt`;

/** Each asset's trades, and its best quotes: these come many times a second, so that their absence means something. */
const streamsOf = (asset: string): readonly string[] => [
  `${pair(asset)}@aggTrade`,
  `${pair(asset)}@bookTicker`,
];

/** The combined stream of `assets`, times in microseconds: no message is needed to subscribe. */
export const combinedStream = (assets: readonly string[]): string =>
  `/stream?streams=${assets.flatMap(streamsOf).join('/')}&timeUnit=MICROSECOND`;

/** First bytes of frames (facts/exchanges.md 1.2 and 1.3). */
export const EVENT = '{"stream":"';
export const SHUTDOWN = '{"stream":"!serverShutdown"';
export const RAW_SHUTDOWN = '{"e":"serverShutdown"';
