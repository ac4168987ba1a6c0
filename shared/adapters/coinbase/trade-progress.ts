import { productOf } from './messages.ts';

/** How far the trades of one connection have come, by product, beside what its heartbeats say was traded. */
export class TradeProgress {
  readonly #last = new Map<string, number>();

  /** A trade was had. */
  had(frame: string): void {
    const trade = idOf(frame, '"trade_id":');
    if (trade !== undefined) this.#last.set(productOf(frame), trade);
  }

  /**
   * Whether a heartbeat names a trade that we never had. Frames of a socket keep their order, so such a heartbeat says
   * that heartbeats come while trades do not. The first one of a product only tells where its trades begin.
   */
  isBehind(heartbeat: string): boolean {
    const traded = idOf(heartbeat, '"last_trade_id":');
    if (traded === undefined) return false;
    const product = productOf(heartbeat);
    const last = this.#last.get(product);
    if (last === undefined) this.#last.set(product, traded);
    return last !== undefined && traded > last;
  }
}

/** The whole number after `key`, without reading the rest of the frame. */
function idOf(frame: string, key: string): number | undefined {
  const from = frame.indexOf(key);
  const id =
    from < 0 ? Number.NaN : Number.parseInt(frame.slice(from + key.length, from + key.length + 17), 10);
  return Number.isSafeInteger(id) ? id : undefined;
}
