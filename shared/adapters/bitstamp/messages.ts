const subscribe = (channel: string): string => JSON.stringify({ event: 'bts:subscribe', data: { channel } });

export const pair = (asset: string): string => `${asset}usd`;

/** Trades, and the changes of the book: these come so often that their absence means something. */
export const subscriptions = (assets: readonly string[]): readonly string[] =>
  assets.flatMap((asset) => [
    subscribe(`live_trades_${pair(asset)}`),
    subscribe(`diff_order_book_${pair(asset)}`),
  ]);

/** The venue writes `data` first in some frames and `event` first in others, so that both ends are looked at. */
const END = 96;

/** The event of a frame, without reading its data. */
export const eventOf = (frame: string): string | undefined => wordOf(frame, EVENT);

/** The pair of a frame, without reading its data: 'btcusd' of 'live_trades_btcusd'. */
export const pairOf = (frame: string): string | undefined => wordOf(frame, PAIR);

const EVENT = /"event":"([a-z_:]+)"/;
const PAIR = /"channel":"(?:live_trades|diff_order_book)_([a-z0-9]+)"/;

const wordOf = (frame: string, word: RegExp): string | undefined =>
  (word.exec(frame.slice(0, END)) ?? word.exec(frame.slice(-END)))?.[1];
