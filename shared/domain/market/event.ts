import type { MicroShares, Price } from '../units/money.ts';
import type { ReferenceValue, SpotPrice } from '../units/spot.ts';
import type { EpochMs } from '../units/time.ts';
import type { BookSide, Level } from './book.ts';
import type { Channel } from './channel.ts';
import type { Market, Resolution } from './market.ts';

/** Exchanges whose spot trades make the consensus. */
export const SPOT_SOURCES = ['binance', 'coinbase', 'kraken', 'bitstamp'] as const;
export type SpotSource = (typeof SPOT_SOURCES)[number];
/** What speaks when no exchange does: Binance's price as the venue relays it, then the reference feed itself. */
export const FALLBACK_SOURCES = ['binance-relay', 'reference'] as const;
export type PriceSource = SpotSource | (typeof FALLBACK_SOURCES)[number];

/** A trade of `asset` on a spot exchange. `tradeId` rises per source and pair; undefined where the feed has none. */
export interface SpotTrade {
  readonly kind: 'trade';
  readonly source: SpotSource | 'binance-relay';
  readonly asset: string;
  /** The exchange's own name of what was traded: one asset is quoted in several dollars. */
  readonly pair: string;
  readonly price: SpotPrice;
  readonly tradeId: number | undefined;
  readonly exchangeAt: EpochMs;
}

/** A print of the price that windows settle on: a spot value, or the mean of the `lookbackMs` before it. */
export interface ReferencePrint {
  readonly kind: 'reference';
  readonly source: string;
  readonly asset: string;
  /** 0 for a spot print. */
  readonly lookbackMs: number;
  readonly value: ReferenceValue;
  /** The instant the value holds for, a whole second. */
  readonly exchangeAt: EpochMs;
}

/** The whole book of a token. */
export interface BookSnapshot {
  readonly kind: 'book';
  readonly token: string;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  /** Where the venue tells it: a change of it may have been missed. */
  readonly tickSize?: Price | undefined;
  readonly exchangeAt: EpochMs;
}

/** The best prices of a token's book; undefined for a side without any. */
export interface BestPrices {
  readonly bid: Price | undefined;
  readonly ask: Price | undefined;
}

/** The new total size at one price of a token's book. */
export interface LevelChange {
  readonly kind: 'level';
  readonly token: string;
  readonly side: BookSide;
  readonly price: Price;
  readonly size: MicroShares;
  /** The best prices after this change, where the venue tells them: a checksum of the book. */
  readonly best?: BestPrices | undefined;
  readonly exchangeAt: EpochMs;
}

interface TickSizeChange {
  readonly kind: 'tick-size';
  readonly token: string;
  readonly tickSize: Price;
  readonly exchangeAt: EpochMs;
}

export interface MarketListed {
  readonly kind: 'listed';
  readonly market: Market;
  /** The venue's own strike, once it tells it. */
  readonly strike?: ReferenceValue;
}

interface MarketResolved {
  readonly kind: 'resolved';
  readonly resolution: Resolution;
}

/** Something of `channel` was not heard: what comes after does not follow on what came before. */
export interface Gap {
  readonly kind: 'gap';
  readonly channel: Channel;
  /** When the channel was last heard. */
  readonly since: EpochMs;
  readonly reason: string;
}

/** A message of books could not be read: what the books of these tokens hold can no longer be believed. */
interface BooksLost {
  readonly kind: 'books-lost';
  /** Undefined for all. */
  readonly tokens: readonly string[] | undefined;
}

/** What a venue said, in our words. When it was received is told beside it. */
export type MarketEvent =
  | SpotTrade
  | ReferencePrint
  | BookSnapshot
  | LevelChange
  | TickSizeChange
  | MarketListed
  | MarketResolved
  | BooksLost
  | Gap;
