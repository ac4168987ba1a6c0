import type { Channel } from '../../shared/domain/market/channel.ts';
import type { Gap, PriceSource, ReferencePrint, SpotTrade } from '../../shared/domain/market/event.ts';
import { AssetPrices, type PriceParameters } from '../../shared/domain/signal/consensus.ts';
import type { WindowState } from '../../shared/domain/signal/window-state.ts';
import { type ReferenceValue, type SpotPrice, spotPrice } from '../../shared/domain/units/spot.ts';
import { after, type EpochMs } from '../../shared/domain/units/time.ts';
import { type Place, TradeSequence } from './trade-sequence.ts';

/** 10^18 / 10^8. */
const REFERENCE_PER_SPOT = 10_000_000_000n;

const toSpot = (value: ReferenceValue): SpotPrice => spotPrice(Number(value / REFERENCE_PER_SPOT));
/** Of dollars as a float, which an estimate is. */
export const toReference = (dollars: number): ReferenceValue =>
  (BigInt(Math.round(dollars * 1e8)) * REFERENCE_PER_SPOT) as ReferenceValue;

/** A print reaches us so long after its stamp where nothing is wrong (facts: 0.9 to 1.9 s); later ones are as much older. */
const USUAL_DELAY_MS = 2_000;

/** Whose prices are not heard while a channel is not. */
const SILENCED: Readonly<Partial<Record<Channel, readonly PriceSource[]>>> = {
  binance: ['binance'],
  coinbase: ['coinbase'],
  kraken: ['kraken'],
  bitstamp: ['bitstamp'],
  rtds: ['binance-relay', 'reference'],
  polybolt: ['reference'],
};

interface SourceFeed {
  /** The pair whose price is the source's: the first one heard. Levels of two pairs differ by more than a move. */
  readonly pair: string;
  readonly sequences: Map<string, TradeSequence>;
}

/** One asset: its prices, and the windows of it that are open. */
export class AssetFeed {
  readonly prices: AssetPrices;
  readonly open = new Set<WindowState>();
  readonly #sources = new Map<SpotTrade['source'], SourceFeed>();
  #printedAt = 0;

  constructor(parameters: PriceParameters) {
    this.prices = new AssetPrices(parameters);
  }

  /**
   * Where the trade stands among those of its pair, `aside` for one of a pair that does not speak for the source; the
   * newest is the source's price.
   */
  trade({ source, pair, price, tradeId, exchangeAt }: SpotTrade, at: EpochMs): Place | 'aside' {
    let feed = this.#sources.get(source);
    if (feed === undefined) {
      feed = { pair, sequences: new Map() };
      this.#sources.set(source, feed);
    }
    let sequence = feed.sequences.get(pair);
    if (sequence === undefined) {
      sequence = new TradeSequence();
      feed.sequences.set(pair, sequence);
    }
    const place = sequence.place(tradeId, exchangeAt);
    if (place === 'duplicate' || place === 'lost') return place;
    if (pair !== feed.pair) return 'aside';
    if (place === 'newest') this.prices.update(source, price, at, exchangeAt);
    return place;
  }

  /** True when `print`, a spot one, is the price of the reference feed now: none newer was heard. */
  print({ value, exchangeAt }: ReferencePrint, at: EpochMs): boolean {
    if (exchangeAt < this.#printedAt) return false;
    this.#printedAt = exchangeAt;
    this.prices.update('reference', toSpot(value), at, after(exchangeAt, USUAL_DELAY_MS));
    return true;
  }

  lose({ channel, since }: Gap, at: EpochMs): void {
    for (const source of SILENCED[channel] ?? []) this.prices.lose(source, since, at);
  }
}
