import { type MicroShares, microShares, PRICE_ONE, type Price, price } from '../units/money.ts';
import type { EpochMs } from '../units/time.ts';
import type { Side } from './side.ts';

export interface Level {
  readonly price: Price;
  readonly size: MicroShares;
}

/** The best levels of both sides of one token's book, best first, as decisions and records carry them. */
export interface BookTop {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  /** When the last change of this book was received. */
  readonly receivedAt: EpochMs;
}

export type BookSide = 'bid' | 'ask';

const SLOTS = PRICE_ONE + 1;
/** A book takes no memory before its first snapshot: markets are listed a day ahead. */
const NOTHING = new Float64Array(0);
const NO_BID = -1;
const NO_ASK = SLOTS;

/**
 * One token's order book, from snapshots and absolute level sizes. A slot per ten-thousandth of a dollar makes
 * a change O(1), and the best price is searched for only when the best level empties.
 * After a change of tick size the book is dropped: it holds nothing until the next snapshot.
 */
export class Book {
  #bids = NOTHING;
  #asks = NOTHING;
  #bestBid = NO_BID;
  #bestAsk = NO_ASK;
  #receivedAt: EpochMs | undefined;
  #awaitsSnapshot = true;

  /** Undefined until the first snapshot, and after {@link drop} until the next. */
  get receivedAt(): EpochMs | undefined {
    return this.#awaitsSnapshot ? undefined : this.#receivedAt;
  }

  /** Undefined when nobody bids. */
  get bestBid(): Price | undefined {
    return this.#bestBid === NO_BID ? undefined : price(this.#bestBid);
  }

  /** Undefined when nobody offers. */
  get bestAsk(): Price | undefined {
    return this.#bestAsk === NO_ASK ? undefined : price(this.#bestAsk);
  }

  /** Replaces the whole book. Later levels of one price win, as on the wire. */
  snapshot(bids: readonly Level[], asks: readonly Level[], receivedAt: EpochMs): void {
    if (this.#bids === NOTHING) {
      this.#bids = new Float64Array(SLOTS);
      this.#asks = new Float64Array(SLOTS);
    }
    this.#clear();
    this.#awaitsSnapshot = false;
    this.#receivedAt = receivedAt;
    for (const level of bids) this.#set('bid', level.price, level.size);
    for (const level of asks) this.#set('ask', level.price, level.size);
  }

  /** Sets the total size at one price; 0 removes it. Ignored while a snapshot is awaited. */
  change(side: BookSide, at: Price, size: MicroShares, receivedAt: EpochMs): void {
    if (this.#awaitsSnapshot) return;
    this.#receivedAt = receivedAt;
    this.#set(side, at, size);
  }

  /** Forgets everything, as after a change of tick size or a gap. */
  drop(): void {
    this.#clear();
    this.#awaitsSnapshot = true;
  }

  /** Up to `count` levels of a side, best first. */
  levels(side: BookSide, count: number): Level[] {
    const found: Level[] = [];
    if (side === 'bid') {
      for (let at = this.#bestBid; at > NO_BID && found.length < count; at--)
        if (this.#bids[at] !== 0)
          found.push({ price: price(at), size: microShares(this.#bids[at] as number) });
    } else {
      for (let at = this.#bestAsk; at < NO_ASK && found.length < count; at++)
        if (this.#asks[at] !== 0)
          found.push({ price: price(at), size: microShares(this.#asks[at] as number) });
    }
    return found;
  }

  /** The best `count` levels of both sides; undefined while a snapshot is awaited. */
  top(count: number): BookTop | undefined {
    const { receivedAt } = this;
    if (receivedAt === undefined) return undefined;
    return { bids: this.levels('bid', count), asks: this.levels('ask', count), receivedAt };
  }

  #clear(): void {
    this.#bids.fill(0);
    this.#asks.fill(0);
    this.#bestBid = NO_BID;
    this.#bestAsk = NO_ASK;
  }

  #set(side: BookSide, at: Price, size: MicroShares): void {
    if (side === 'bid') {
      this.#bids[at] = size;
      if (size > 0) this.#bestBid = Math.max(this.#bestBid, at);
      else while (this.#bestBid > NO_BID && this.#bids[this.#bestBid] === 0) this.#bestBid--;
    } else {
      this.#asks[at] = size;
      if (size > 0) this.#bestAsk = Math.min(this.#bestAsk, at);
      else while (this.#bestAsk < NO_ASK && this.#asks[this.#bestAsk] === 0) this.#bestAsk++;
    }
  }
}

/**
 * The market's probability of Up: the middle of the Up book, or one minus that of the Down book where only that was
 * seen; undefined for neither.
 */
export function upMid({
  up,
  down,
}: Readonly<Partial<Record<Side, BookTop | undefined>>>): number | undefined {
  const own = up && mid(up);
  if (own !== undefined) return own;
  const other = down && mid(down);
  return other === undefined ? undefined : 1 - other;
}

/** The middle of the best bid and ask as a probability; with one side only, that side; undefined for none. */
export function mid({ bids, asks }: BookTop): number | undefined {
  const bid = bids[0]?.price;
  const ask = asks[0]?.price;
  if (bid === undefined && ask === undefined) return undefined;
  return ((bid ?? (ask as Price)) + (ask ?? (bid as Price))) / 2 / PRICE_ONE;
}
