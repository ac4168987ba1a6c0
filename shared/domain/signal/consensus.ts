import { FALLBACK_SOURCES, type PriceSource, SPOT_SOURCES } from '../market/event.ts';
import { type SpotPrice, spotDollars } from '../units/spot.ts';
import { type EpochMs, SECOND_MS } from '../units/time.ts';
import { Volatility } from './volatility.ts';

/** One exchange's part in the consensus. */
interface SourceChange {
  readonly source: PriceSource;
  /** Return since the open, as a fraction of this source's own price at the open. */
  readonly change: number;
  readonly ageMs: number;
}

/** What the fresh sources agree on. Levels differ between venues (USDT, basis), returns do not. */
export interface Consensus {
  /** Median of the fresh sources' own returns since the open. */
  readonly change: number;
  /** Largest minus smallest of them: a cross-exchange divergence. */
  readonly divergence: number;
  readonly sources: readonly SourceChange[];
}

/** One source as it stands, whatever its age. */
export interface SourcePrice {
  readonly source: PriceSource;
  /** Dollars, or what the source takes for them. */
  readonly price: number;
  readonly ageMs: number;
}

/**
 * Every source's own price to measure from: at the open, and averaged over the settlement lookback before it. A source
 * without one has no say in the window.
 */
export interface Baselines {
  readonly open: readonly (number | undefined)[];
  readonly settlement: readonly (number | undefined)[];
  /** Our estimate of the strike in dollars: the reference feed's own figure, else that of the exchanges. */
  readonly strike: number | undefined;
}

export interface PriceParameters {
  /** A price older than this has no say, now or at an open. */
  readonly maxSourceAgeMs: number;
  /** The asset's usual volatility, per square root of a second. */
  readonly longRunSigma: number;
}

/** Exchanges first; the relay and then the reference feed stand in when no exchange is fresh. */
const FEEDS = [...SPOT_SOURCES, ...FALLBACK_SOURCES] as const;
const EXCHANGES = SPOT_SOURCES.length;
const FEED_INDEX = Object.fromEntries(FEEDS.map((name, index) => [name, index])) as Record<
  (typeof FEEDS)[number],
  number
>;
const HISTORY_S = 60;
const STEP_S = 5;
/** An average stands for its span as long as no more than so many seconds in a row are missing from it. */
const LONGEST_HOLE_S = 6;

/**
 * The spot prices of one asset: the last of each source, a sample of each at every whole second of the last minute at
 * which it was fresh, and the volatility. O(1) per tick.
 */
export class AssetPrices {
  readonly #maxAgeMs: number;
  readonly #last: (number | undefined)[] = FEEDS.map(() => undefined);
  readonly #lastAt: number[] = FEEDS.map(() => 0);
  /** Heard since the last gap: between a gap and the next price there is nothing to sample. */
  readonly #heard: boolean[] = FEEDS.map(() => false);
  /** By second modulo a minute; 0 where nothing was fresh. */
  readonly #history: Float64Array[] = FEEDS.map(() => new Float64Array(HISTORY_S));
  readonly #volatility: Volatility;
  #hasExchange = false;
  #second = 0;
  #newestAt = 0;

  constructor({ maxSourceAgeMs, longRunSigma }: PriceParameters) {
    this.#maxAgeMs = maxSourceAgeMs;
    this.#volatility = new Volatility(longRunSigma);
  }

  /** Takes a price of a source, received at `at`, which never goes back, and true since `since` at the latest. */
  update(source: PriceSource, price: SpotPrice, at: EpochMs, since = at): void {
    this.advance(at);
    const index = FEED_INDEX[source];
    this.#last[index] = spotDollars(price);
    this.#lastAt[index] = Math.min(at, since);
    this.#heard[index] = true;
    this.#hasExchange ||= index < EXCHANGES;
    this.#newestAt = at;
  }

  /**
   * Nothing was heard of `source` from `since` to `at`: the seconds between do not count as ones in which its price stood
   * still. Its last price stays, to measure from, and has no say once it is too old.
   */
  lose(source: PriceSource, since: EpochMs, at: EpochMs): void {
    this.advance(at);
    const index = FEED_INDEX[source];
    const history = this.#history[index] as Float64Array;
    const from = Math.max(Math.floor(since / SECOND_MS), this.#second - HISTORY_S);
    for (let second = from + 1; second <= this.#second; second++) history[second % HISTORY_S] = 0;
    this.#heard[index] = (this.#lastAt[index] as number) > since;
  }

  /** Every source that was ever heard, as it stands at `at`. */
  sources(at: EpochMs): SourcePrice[] {
    return FEEDS.flatMap((source, index) => {
      const price = this.#last[index];
      return price === undefined ? [] : { source, price, ageMs: at - (this.#lastAt[index] as number) };
    });
  }

  /** Samples every whole second up to `at`. */
  advance(at: EpochMs): void {
    const second = Math.floor(at / SECOND_MS);
    if (this.#second === 0) this.#second = Math.max(0, second - HISTORY_S);
    else if (second - this.#second > HISTORY_S) this.#skip(second - HISTORY_S);
    while (this.#second < second) this.#sample(++this.#second);
  }

  /**
   * What each source stood at when a window opens at `openAt`, which is now: its fresh price, and its average over
   * `lookbackMs` before. None for a window that is first heard of after a price that came later.
   */
  baselines(openAt: EpochMs, lookbackMs: number): Baselines {
    const isLate = this.#newestAt > openAt;
    const seconds = Math.min(HISTORY_S, Math.round(lookbackMs / SECOND_MS));
    const open = FEEDS.map((_, index) => (isLate ? undefined : this.#fresh(index, openAt)));
    const average = (index: number) => (isLate ? undefined : this.#average(index, seconds));
    const settlement = seconds === 0 ? open : FEEDS.map((_, index) => average(index));
    const strike = settlement[FEED_INDEX.reference] ?? this.strikeEstimate({ settlement });
    return { open, settlement, strike };
  }

  /**
   * The consensus of the sources that are fresh at `at` and were at the open; undefined when there is none. Nothing
   * stands in for exchanges that were there and fell silent: only where none was ever heard do the feeds behind them speak.
   */
  consensus(baselines: Baselines, at: EpochMs): Consensus | undefined {
    const sources = this.#speaking((index): SourceChange | undefined => {
      const change = this.#since(baselines.open, index, at);
      const source = FEEDS[index] as PriceSource;
      return change === undefined
        ? undefined
        : { source, change, ageMs: at - (this.#lastAt[index] as number) };
    });
    if (sources.length === 0) return undefined;
    const changes = sources.map(({ change }) => change);
    return { change: median(changes), divergence: Math.max(...changes) - Math.min(...changes), sources };
  }

  /** The median return since the open alone, without the parts: what every tick asks for. */
  change({ open }: Baselines, at: EpochMs): number | undefined {
    return medianOf(this.#speaking((index) => this.#since(open, index, at)));
  }

  /** How far the price stands from where settlement measures it: median of ln(price / own lookback average). */
  settlementDistance({ settlement }: Baselines, at: EpochMs): number | undefined {
    const change = medianOf(this.#speaking((index) => this.#since(settlement, index, at)));
    return change === undefined ? undefined : Math.log1p(change);
  }

  /**
   * The same for the part of the final average already behind us: the mean of the last `seconds`, at most 60.
   * Undefined when no source was fresh in them.
   */
  determinedDistance({ settlement }: Baselines, seconds: number): number | undefined {
    const ratio = medianOf(
      this.#speaking((index) => {
        const from = settlement[index];
        const average = this.#average(index, seconds);
        return from === undefined || average === undefined ? undefined : average / from;
      }),
    );
    return ratio === undefined ? undefined : Math.log(ratio);
  }

  /**
   * Where settlement measures from by what the exchanges told, in dollars of the reference feed: each one's own average at
   * the open, moved by how far the reference feed stood from it over the last minute. Without a reference feed the
   * levels are the exchanges' own.
   */
  strikeEstimate({ settlement }: Pick<Baselines, 'settlement'>): number | undefined {
    const reference = this.#average(FEED_INDEX.reference, HISTORY_S);
    return medianOf(
      this.#speaking((index) => {
        const from = settlement[index];
        const average = this.#average(index, HISTORY_S);
        if (from === undefined || reference === undefined || average === undefined) return from;
        return (from * reference) / average;
      }),
    );
  }

  /** Standard deviation of log returns per square root of a second; undefined before a minute of prices. */
  sigma(): number | undefined {
    return this.#volatility.sigma();
  }

  /** What `read` finds in each exchange; where none was ever heard, in the first feed behind them that has it. */
  #speaking<T>(read: (index: number) => T | undefined): T[] {
    const found: T[] = [];
    const to = this.#hasExchange ? EXCHANGES : FEEDS.length;
    for (let index = this.#hasExchange ? 0 : EXCHANGES; index < to; index++) {
      const value = read(index);
      if (value === undefined) continue;
      found.push(value);
      if (index >= EXCHANGES) break;
    }
    return found;
  }

  #fresh(index: number, at: number): number | undefined {
    return at - (this.#lastAt[index] as number) > this.#maxAgeMs ? undefined : this.#last[index];
  }

  #since(base: readonly (number | undefined)[], index: number, at: EpochMs): number | undefined {
    const from = base[index];
    const now = this.#fresh(index, at);
    return now === undefined || from === undefined ? undefined : now / from - 1;
  }

  /** Nothing is known of the time up to `second`. */
  #skip(second: number): void {
    for (const history of this.#history) history.fill(0);
    this.#volatility.fade(second - this.#second);
    this.#second = second;
  }

  #sample(second: number): void {
    const at = second * SECOND_MS;
    const now = FEEDS.map((_, index) => (this.#heard[index] ? this.#fresh(index, at) : undefined));
    if (second % STEP_S === 0) {
      this.#volatility.fade(STEP_S);
      // A minute ago is what the slot of this second still holds.
      this.#volatility.add({
        quick: this.#logReturn(now, second - STEP_S),
        slow: this.#logReturn(now, second),
      });
    }
    for (let index = 0; index < FEEDS.length; index++)
      (this.#history[index] as Float64Array)[second % HISTORY_S] = now[index] ?? 0;
  }

  #logReturn(now: readonly (number | undefined)[], since: number): number | undefined {
    const ratio = medianOf(
      this.#speaking((index) => {
        const before = (this.#history[index] as Float64Array)[(since + HISTORY_S) % HISTORY_S] as number;
        const price = now[index];
        return price === undefined || before === 0 ? undefined : price / before;
      }),
    );
    return ratio === undefined ? undefined : Math.log(ratio);
  }

  /** The mean of the last `seconds` samples; undefined where too many in a row are missing. */
  #average(index: number, seconds: number): number | undefined {
    const history = this.#history[index] as Float64Array;
    let sum = 0;
    let points = 0;
    let hole = 0;
    for (let back = 0; back < seconds; back++) {
      const value = history[(this.#second - back + HISTORY_S * 2) % HISTORY_S] as number;
      hole = value > 0 ? 0 : hole + 1;
      if (hole > LONGEST_HOLE_S) return undefined;
      if (value === 0) continue;
      sum += value;
      points++;
    }
    return points === 0 ? undefined : sum / points;
  }
}

const medianOf = (values: number[]): number | undefined => (values.length === 0 ? undefined : median(values));

/** The middle value; the mean of the two middle ones for an even count. Reorders `values`, which are few. */
export function median(values: number[]): number {
  for (let index = 1; index < values.length; index++) {
    const value = values[index] as number;
    let to = index;
    for (; to > 0 && (values[to - 1] as number) > value; to--) values[to] = values[to - 1] as number;
    values[to] = value;
  }
  const half = values.length >> 1;
  const upper = values[half] as number;
  return values.length % 2 === 1 ? upper : ((values[half - 1] as number) + upper) / 2;
}
