import type { Level } from '../../shared/domain/market/book.ts';
import { CHANNELS } from '../../shared/domain/market/channel.ts';
import type { MarketEvent, SpotTrade } from '../../shared/domain/market/event.ts';
import type { MicroShares, Price } from '../../shared/domain/units/money.ts';
import type { ReferenceValue, SpotPrice } from '../../shared/domain/units/spot.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { Batch, EventFrame } from './frame.ts';
import { BID, CODE, type PackedBatch, REFERENCE_SPLIT } from './pack.ts';

/** Unpacks the batches of one feed, in the order in which they were packed: the events are equal to those packed. */
export class Unpacker {
  readonly #names: string[] = [];
  #numbers = new Float64Array(0);
  #at = 0;
  #rare: readonly MarketEvent[] = [];

  unpack({ numbers, count, rare, names, ...rest }: PackedBatch): Batch {
    this.#names.push(...names);
    this.#numbers = numbers;
    this.#at = 0;
    this.#rare = rare;
    const frames = new Array<EventFrame>(count);
    for (let index = 0; index < count; index++) frames[index] = this.#frame();
    return { ...rest, frames };
  }

  #frame(): EventFrame {
    const at = this.#next() as EpochMs;
    const channel = CHANNELS[this.#next()] as EventFrame['channel'];
    const line = this.#next();
    const events = new Array<MarketEvent>(this.#next());
    for (let index = 0; index < events.length; index++) events[index] = this.#event();
    return { at, channel, line, events };
  }

  #event(): MarketEvent {
    switch (this.#next()) {
      case CODE.trade:
        return this.#trade();
      case CODE.level:
        return {
          kind: 'level',
          token: this.#name(),
          side: this.#next() === BID ? 'bid' : 'ask',
          price: this.#next() as Price,
          size: this.#next() as MicroShares,
          exchangeAt: this.#next() as EpochMs,
        };
      case CODE.reference:
        return {
          kind: 'reference',
          source: this.#name(),
          asset: this.#name(),
          lookbackMs: this.#next(),
          value: (BigInt(this.#next()) * REFERENCE_SPLIT + BigInt(this.#next())) as ReferenceValue,
          exchangeAt: this.#next() as EpochMs,
        };
      case CODE.book:
        return this.#book();
      default:
        return this.#rare[this.#next()] as MarketEvent;
    }
  }

  #trade(): SpotTrade {
    const source = this.#name() as SpotTrade['source'];
    const asset = this.#name();
    const pair = this.#name();
    const price = this.#next() as SpotPrice;
    const tradeId = this.#next();
    const exchangeAt = this.#next() as EpochMs;
    return {
      kind: 'trade',
      source,
      asset,
      pair,
      price,
      tradeId: Number.isNaN(tradeId) ? undefined : tradeId,
      exchangeAt,
    };
  }

  #book(): MarketEvent {
    const token = this.#name();
    const exchangeAt = this.#next() as EpochMs;
    const tick = this.#next();
    const tickSize = Number.isNaN(tick) ? undefined : (tick as Price);
    const bids = this.#next();
    const asks = this.#next();
    return {
      kind: 'book',
      token,
      bids: this.#levels(bids),
      asks: this.#levels(asks),
      tickSize,
      exchangeAt,
    };
  }

  #levels(length: number): Level[] {
    const levels = new Array<Level>(length);
    for (let index = 0; index < length; index++)
      levels[index] = { price: this.#next() as Price, size: this.#next() as MicroShares };
    return levels;
  }

  #name(): string {
    return this.#names[this.#next()] as string;
  }

  #next(): number {
    return this.#numbers[this.#at++] as number;
  }
}
