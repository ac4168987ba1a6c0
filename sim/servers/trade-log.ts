import { MINUTE_MS } from '../../shared/domain/units/time.ts';

/** A trade of an exchange, with price and size in the exchange's own digits. */
export interface LoggedTrade {
  readonly id: number;
  /** Milliseconds since the epoch; microseconds are a fraction. */
  readonly at: number;
  readonly price: string;
  readonly size: string;
  readonly takerBuys: boolean;
}

/** What happened in the minutes from `openAt` on. */
export interface Candle {
  readonly openAt: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Dollars paid. */
  readonly turnover: number;
  readonly trades: number;
}

const KEPT_TRADES = 1_000;
const KEPT_MINUTES = 1_440;

/** The last trades of an exchange, and the candles of a day, for its REST answers. */
export class TradeLog {
  readonly #trades: LoggedTrade[] = [];
  readonly #minutes: Candle[] = [];

  get last(): LoggedTrade | undefined {
    return this.#trades.at(-1);
  }

  /** A trade whose figures are none is left out. */
  take(trade: LoggedTrade): void {
    if (!(trade.at > 0 && Number(trade.price) > 0 && Number(trade.size) >= 0)) return;
    this.#trades.push(trade);
    if (this.#trades.length >= 2 * KEPT_TRADES) this.#trades.splice(0, KEPT_TRADES);
    const one = candleOf(trade);
    const before = this.#minutes.at(-1);
    if (before === undefined || one.openAt > before.openAt) {
      this.#minutes.push(one);
      if (this.#minutes.length > KEPT_MINUTES) this.#minutes.shift();
    } else this.#minutes[this.#minutes.length - 1] = merged(before, one);
  }

  /** Up to `count` trades, the oldest first. */
  latest(count: number): readonly LoggedTrade[] {
    return this.#trades.slice(-Math.min(Math.max(count, 1), KEPT_TRADES));
  }

  /** Candles of so many minutes, the oldest first; minutes without trades have none. */
  candles(minutes: number): readonly Candle[] {
    const lengthMs = minutes * MINUTE_MS;
    const found: Candle[] = [];
    for (const each of this.#minutes) {
      const openAt = each.openAt - (each.openAt % lengthMs);
      const before = found.at(-1);
      if (before?.openAt === openAt) found[found.length - 1] = merged(before, each);
      else found.push({ ...each, openAt });
    }
    return found;
  }

  /** All that is known of the last day as one candle; undefined before the first trade. */
  day(): Candle | undefined {
    const [first, ...others] = this.#minutes;
    return first && others.reduce(merged, first);
  }
}

function candleOf({ at, price, size }: LoggedTrade): Candle {
  const paid = Number(price);
  const volume = Number(size);
  const openAt = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  return {
    openAt,
    open: paid,
    high: paid,
    low: paid,
    close: paid,
    volume,
    turnover: paid * volume,
    trades: 1,
  };
}

const merged = (before: Candle, { high, low, close, volume, turnover, trades }: Candle): Candle => ({
  openAt: before.openAt,
  open: before.open,
  high: Math.max(before.high, high),
  low: Math.min(before.low, low),
  close,
  volume: before.volume + volume,
  turnover: before.turnover + turnover,
  trades: before.trades + trades,
});
