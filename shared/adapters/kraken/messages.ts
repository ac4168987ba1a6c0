export const symbol = (asset: string): string => `${asset.toUpperCase()}/USD`;

const subscribe = (params: object): string => JSON.stringify({ method: 'subscribe', params });

/** Trades, and the best quotes at each change: these come so often that their absence means something. */
export const subscriptions = (assets: readonly string[]): readonly string[] => [
  subscribe({ channel: 'trade', symbol: assets.map(symbol), snapshot: false }),
  subscribe({ channel: 'ticker', symbol: assets.map(symbol), event_trigger: 'bbo', snapshot: false }),
];

/** First bytes of frames (facts/exchanges.md 3). */
export const TRADE = '{"channel":"trade"';
export const QUOTE = '{"channel":"ticker"';
export const HEARTBEAT = '{"channel":"heartbeat"';

/** A frame of trades or quotes is of one symbol. */
export const SYMBOL = /"symbol":"([^"]+)"/;
