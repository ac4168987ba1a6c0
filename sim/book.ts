/** One dollar in thousandths, the finest tick: prices of the simulated book are whole thousandths. */
export const ONE = 1_000;
export const CENT = 10;

export type BookSide = 'bid' | 'ask';

/** The new total at one price, in hundredths of a share; 0 removes the level. */
export interface LevelChange {
  readonly side: BookSide;
  readonly at: number;
  readonly size: number;
}

/** The book of the Up token. The Down token's book is its mirror image. */
export class Book {
  /** All levels lie on its multiples: clear the book before it grows. */
  tick = CENT;
  readonly #sizes = { bid: new Int32Array(ONE + 1), ask: new Int32Array(ONE + 1) };

  size(side: BookSide, at: number): number {
    return this.#sizes[side][at] ?? 0;
  }

  apply({ side, at, size }: LevelChange): void {
    this.#sizes[side][at] = size;
  }

  clear(): void {
    this.#sizes.bid.fill(0);
    this.#sizes.ask.fill(0);
  }

  /** 0 when nobody bids. */
  get bestBid(): number {
    let at = ONE - this.tick;
    while (at > 0 && this.#sizes.bid[at] === 0) at -= this.tick;
    return at;
  }

  /** {@link ONE} when nobody offers. */
  get bestAsk(): number {
    let at = this.tick;
    while (at < ONE && this.#sizes.ask[at] === 0) at += this.tick;
    return at;
  }

  /** The prices of a side that hold shares, best first. */
  levels(side: BookSide): number[] {
    const prices: number[] = [];
    const sizes = this.#sizes[side];
    for (let at = this.tick; at < ONE; at += this.tick) if (sizes[at] !== 0) prices.push(at);
    return side === 'bid' ? prices.reverse() : prices;
  }
}
