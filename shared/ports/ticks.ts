import type { BookTop } from '../domain/market/book.ts';
import type { SpotSource } from '../domain/market/event.ts';
import type { Side } from '../domain/market/side.ts';
import type { SpotPrice } from '../domain/units/spot.ts';
import type { EpochMs } from '../domain/units/time.ts';

/** A spot trade with its clocks. */
export interface Tick {
  readonly source: SpotSource | 'binance-relay';
  readonly asset: string;
  readonly price: SpotPrice;
  /** Undefined where the feed has none. */
  readonly tradeId?: number | undefined;
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
}

/** A reference print with its clocks. `value` is a decimal string of dollars. */
export interface ReferenceTick {
  readonly source: string;
  readonly asset: string;
  readonly lookbackMs: number;
  readonly value: string;
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
}

/** The top of a window's book. */
export interface BookTick {
  readonly windowId: string;
  readonly side: Side;
  readonly top: BookTop;
}

/** The long memory of the market: ticks, reference prices, tops of books. Buffered until {@link flush}. */
export interface Ticks {
  tick(tick: Tick): void;
  reference(tick: ReferenceTick): void;
  book(tick: BookTick): void;
  /** Writes what is buffered; a failure keeps it. */
  flush(): Promise<void>;
}

/** Where files of ticks go. */
export interface Files {
  /**
   * Keeps `bytes` under `name`, whole or not at all, instead of what had that name. A StoreUnavailableError may pass
   * and is worth another try; any other failure is not.
   */
  put(name: string, bytes: Uint8Array): Promise<void>;
}
