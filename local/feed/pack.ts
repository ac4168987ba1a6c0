import { CHANNELS } from '../../shared/adapters/tape/format.ts';
import type { Level } from '../../shared/domain/market/book.ts';
import type { MarketEvent } from '../../shared/domain/market/event.ts';
import type { Batch, EventFrame } from './frame.ts';

/**
 * A batch on its way between threads: frequent events as numbers in one buffer that changes hands without a copy, rare
 * ones as they are. Names are sent once and numbered from then on.
 */
export interface PackedBatch extends Omit<Batch, 'frames'> {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly count: number;
  readonly rare: readonly MarketEvent[];
  readonly names: readonly string[];
}

/** What stands before an event's numbers. */
export const CODE = { rare: 0, trade: 1, level: 2, reference: 3, book: 4 } as const;
export const BID = 0;
const ASK = 1;
export const NO_TRADE_ID = -1;
/** A reference value of 10^-18 dollars is too long for one number: it goes as quotient and rest of this. */
export const REFERENCE_SPLIT = 1_000_000_000_000n;

/** Packs the batches of one feed; keeps the names that it has sent. */
export class Packer {
  readonly #numbered = new Map<string, number>();
  #names: string[] = [];
  #rare: MarketEvent[] = [];
  #numbers = new Float64Array(1 << 16);
  #length = 0;

  pack({ frames, ...rest }: Batch): PackedBatch {
    this.#names = [];
    this.#rare = [];
    this.#length = 0;
    for (const frame of frames) this.#frame(frame);
    const numbers = this.#numbers.slice(0, this.#length);
    return { ...rest, numbers, count: frames.length, rare: this.#rare, names: this.#names };
  }

  #frame({ at, channel, line, events }: EventFrame): void {
    this.#put(at, CHANNELS.indexOf(channel), line, events.length);
    for (const event of events) this.#event(event);
  }

  #event(event: MarketEvent): void {
    switch (event.kind) {
      case 'trade':
        this.#put(CODE.trade, this.#name(event.source), this.#name(event.asset));
        this.#put(event.price, event.tradeId ?? NO_TRADE_ID, event.exchangeAt);
        break;
      case 'level':
        this.#put(CODE.level, this.#name(event.token), event.side === 'bid' ? BID : ASK);
        this.#put(event.price, event.size, event.exchangeAt);
        break;
      case 'reference':
        this.#put(CODE.reference, this.#name(event.source), this.#name(event.asset), event.lookbackMs);
        this.#put(
          Number(event.value / REFERENCE_SPLIT),
          Number(event.value % REFERENCE_SPLIT),
          event.exchangeAt,
        );
        break;
      case 'book':
        this.#put(CODE.book, this.#name(event.token), event.exchangeAt, event.bids.length, event.asks.length);
        this.#levels(event.bids);
        this.#levels(event.asks);
        break;
      default:
        this.#put(CODE.rare, this.#rare.length);
        this.#rare.push(event);
    }
  }

  #levels(levels: readonly Level[]): void {
    for (const { price, size } of levels) this.#put(price, size);
  }

  #name(name: string): number {
    const known = this.#numbered.get(name);
    if (known !== undefined) return known;
    const number = this.#numbered.size;
    this.#numbered.set(name, number);
    this.#names.push(name);
    return number;
  }

  #put(...values: number[]): void {
    if (this.#length + values.length > this.#numbers.length) {
      const larger = new Float64Array(2 * this.#numbers.length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    for (const value of values) this.#numbers[this.#length++] = value;
  }
}
