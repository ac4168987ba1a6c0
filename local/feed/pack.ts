import type { Level } from '../../shared/domain/market/book.ts';
import { CHANNELS, type Channel } from '../../shared/domain/market/channel.ts';
import type { MarketEvent } from '../../shared/domain/market/event.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { Batch } from './frame.ts';

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
const NO_TRADE_ID = Number.NaN;
/** A reference value of 10^-18 dollars is too long for one number: it goes as quotient and rest of this. */
export const REFERENCE_SPLIT = 1_000_000_000_000n;

/** Packs the batches of one feed; keeps the names that it has sent. */
export class Packer {
  readonly #numbered = new Map<string, number>();
  #names: string[] = [];
  #rare: MarketEvent[] = [];
  #numbers = new Float64Array(1 << 16);
  #length = 0;
  #count = 0;

  /** Adds a frame to the batch that {@link taken} will give. */
  add(at: EpochMs, channel: Channel, line: number, events: readonly MarketEvent[]): void {
    this.#count++;
    this.#room(4);
    this.#put(at);
    this.#put(CHANNELS.indexOf(channel));
    this.#put(line);
    this.#put(events.length);
    for (const event of events) this.#event(event);
  }

  /** What was added since the last time. */
  taken(): Pick<PackedBatch, 'numbers' | 'count' | 'rare' | 'names'> {
    const numbers = this.#numbers.slice(0, this.#length);
    const taken = { numbers, count: this.#count, rare: this.#rare, names: this.#names };
    this.#names = [];
    this.#rare = [];
    this.#length = 0;
    this.#count = 0;
    return taken;
  }

  #event(event: MarketEvent): void {
    this.#room(7);
    switch (event.kind) {
      case 'trade':
        this.#put(CODE.trade);
        this.#put(this.#name(event.source));
        this.#put(this.#name(event.asset));
        this.#put(this.#name(event.pair));
        this.#put(event.price);
        this.#put(event.tradeId ?? NO_TRADE_ID);
        this.#put(event.exchangeAt);
        break;
      case 'level':
        this.#put(CODE.level);
        this.#put(this.#name(event.token));
        this.#put(event.side === 'bid' ? BID : ASK);
        this.#put(event.price);
        this.#put(event.size);
        this.#put(event.exchangeAt);
        break;
      case 'reference':
        this.#put(CODE.reference);
        this.#put(this.#name(event.source));
        this.#put(this.#name(event.asset));
        this.#put(event.lookbackMs);
        this.#put(Number(event.value / REFERENCE_SPLIT));
        this.#put(Number(event.value % REFERENCE_SPLIT));
        this.#put(event.exchangeAt);
        break;
      case 'book':
        this.#put(CODE.book);
        this.#put(this.#name(event.token));
        this.#put(event.exchangeAt);
        this.#put(event.tickSize ?? Number.NaN);
        this.#put(event.bids.length);
        this.#put(event.asks.length);
        this.#levels(event.bids);
        this.#levels(event.asks);
        break;
      default:
        this.#put(CODE.rare);
        this.#put(this.#rare.length);
        this.#rare.push(event);
    }
  }

  #levels(levels: readonly Level[]): void {
    this.#room(2 * levels.length);
    for (const { price, size } of levels) {
      this.#put(price);
      this.#put(size);
    }
  }

  #name(name: string): number {
    const known = this.#numbered.get(name);
    if (known !== undefined) return known;
    const number = this.#numbered.size;
    this.#numbered.set(name, number);
    this.#names.push(name);
    return number;
  }

  /** Makes room for `count` more numbers. */
  #room(count: number): void {
    if (this.#length + count <= this.#numbers.length) return;
    const larger = new Float64Array(2 * (this.#numbers.length + count));
    larger.set(this.#numbers);
    this.#numbers = larger;
  }

  #put(value: number): void {
    this.#numbers[this.#length++] = value;
  }
}
