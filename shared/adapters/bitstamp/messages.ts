const subscribe = (channel: string): string => JSON.stringify({ event: 'bts:subscribe', data: { channel } });

/** Trades, and the changes of the book: these come so often that their absence means something. */
export const subscriptions = (assets: readonly string[]): readonly string[] =>
  assets.flatMap((asset) => [subscribe(`live_trades_${asset}usd`), subscribe(`diff_order_book_${asset}usd`)]);

/** The venue writes `data` first in some frames and `event` first in others, so that both ends are looked at. */
const END = 96;

/** The event of a frame, without reading its data. */
export function eventOf(frame: string): string | undefined {
  const start = /^\{"event":"([a-z_:]+)"/.exec(frame)?.[1];
  return start ?? /"event":"([a-z_:]+)"/.exec(frame.slice(-END))?.[1];
}
