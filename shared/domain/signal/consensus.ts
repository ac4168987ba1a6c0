import { FALLBACK_SOURCES, type PriceSource, SPOT_SOURCES } from '../market/event.ts';
import { type SpotPrice, spotDollars } from '../units/spot.ts';
import { type EpochMs, SECOND_MS } from '../units/time.ts';

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

/** Every source's own price to measure from: at the open, and averaged over the settlement lookback before it. */
export interface Baselines {
  readonly open: readonly (number | undefined)[];
  readonly settlement: readonly (number | undefined)[];
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
const VARIANCES = 60;
/** Fewer steps than these say nothing of the volatility. */
const MIN_VARIANCES = 12;

/**
 * The spot prices of one asset: the last of each source, a sample of each at every whole second of the last
 * minute, and the variance of the last five minutes. O(1) per tick.
 */
export class AssetPrices {
  readonly #last: (number | undefined)[] = FEEDS.map(() => undefined);
  readonly #lastAt: number[] = FEEDS.map(() => 0);
  /** Heard since the last gap: between a gap and the next price there is nothing to sample. */
  readonly #heard: boolean[] = FEEDS.map(() => false);
  readonly #history: Float64Array[] = FEEDS.map(() => new Float64Array(HISTORY_S));
  #second = 0;
  readonly #variances = new Float64Array(VARIANCES);
  #variancePoints = 0;
  #varianceSum = 0;

  /** Takes a price of a source at `at`, which never goes back. */
  update(source: PriceSource, price: SpotPrice, at: EpochMs): void {
    this.advance(at);
    const index = FEED_INDEX[source];
    this.#last[index] = spotDollars(price);
    this.#lastAt[index] = at;
    this.#heard[index] = true;
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
    if (this.#second === 0 || second - this.#second > HISTORY_S)
      this.#second = Math.max(this.#second, second - HISTORY_S);
    while (this.#second < second) this.#sample(++this.#second);
  }

  /** What each source stood at when a window opens: now, and on average over `lookbackMs` before. */
  baselines(lookbackMs: number): Baselines {
    const seconds = Math.min(HISTORY_S, Math.max(1, Math.round(lookbackMs / SECOND_MS)));
    return {
      open: [...this.#last],
      settlement: this.#history.map((_, index) =>
        lookbackMs === 0 ? this.#last[index] : this.#average(index, seconds),
      ),
    };
  }

  /** Fills in the baseline of a source that had no price at the open: its first price counts as return 0. */
  complete(baselines: Baselines): Baselines {
    for (let index = 0; index < FEEDS.length; index++)
      if (baselines.open[index] === undefined && this.#last[index] !== undefined)
        return { ...baselines, open: baselines.open.map((open, each) => open ?? this.#last[each]) };
    return baselines;
  }

  /**
   * The consensus of sources no older than `maxAgeMs` at `at`; undefined when none is fresh. Nothing stands in for
   * exchanges that were there and fell silent: only where none was ever heard do the feeds behind them speak.
   */
  consensus(baselines: Baselines, at: EpochMs, maxAgeMs: number): Consensus | undefined {
    const sources: SourceChange[] = [];
    for (let index = 0; index < FEEDS.length; index++) {
      if (index >= EXCHANGES && (sources.length > 0 || this.#hasExchange())) break;
      const change = this.#since(baselines.open, index, at, maxAgeMs);
      if (change !== undefined)
        sources.push({
          source: FEEDS[index] as PriceSource,
          change,
          ageMs: at - (this.#lastAt[index] as number),
        });
    }
    if (sources.length === 0) return undefined;
    const changes = sources.map(({ change }) => change);
    return { change: median(changes), divergence: Math.max(...changes) - Math.min(...changes), sources };
  }

  /** The median return since the open alone, without the parts: what every tick asks for. */
  change(baselines: Baselines, at: EpochMs, maxAgeMs: number): number | undefined {
    return this.#medianSince(baselines.open, at, maxAgeMs);
  }

  /** How far the price stands from where settlement measures it: median of ln(price / own lookback average). */
  settlementDistance(baselines: Baselines, at: EpochMs, maxAgeMs: number): number | undefined {
    const change = this.#medianSince(baselines.settlement, at, maxAgeMs);
    return change === undefined ? undefined : Math.log1p(change);
  }

  /**
   * The same for the part of the final average already behind us: the mean of the last `seconds`, at most 60.
   * Undefined when no source has prices for half of them.
   */
  determinedDistance({ settlement }: Baselines, seconds: number): number | undefined {
    const changes: number[] = [];
    for (let index = 0; index < FEEDS.length && (index < EXCHANGES || changes.length === 0); index++) {
      const from = settlement[index];
      const average = this.#average(index, seconds);
      if (from !== undefined && average !== undefined) changes.push(average / from);
    }
    return changes.length === 0 ? undefined : Math.log(median(changes));
  }

  /** Standard deviation of log returns per square root of a second; undefined before a minute of prices. */
  sigma(): number | undefined {
    if (this.#variancePoints < MIN_VARIANCES) return undefined;
    // The running sum of a path that has come to rest may end a rounding error below zero.
    return Math.sqrt(Math.max(0, this.#varianceSum) / Math.min(this.#variancePoints, VARIANCES));
  }

  #hasExchange(): boolean {
    return this.#last.some((last, index) => index < EXCHANGES && last !== undefined);
  }

  #since(
    base: readonly (number | undefined)[],
    index: number,
    at: EpochMs,
    maxAgeMs: number,
  ): number | undefined {
    const last = this.#last[index];
    const from = base[index];
    if (last === undefined || from === undefined || at - (this.#lastAt[index] as number) > maxAgeMs)
      return undefined;
    return last / from - 1;
  }

  #medianSince(base: readonly (number | undefined)[], at: EpochMs, maxAgeMs: number): number | undefined {
    const changes: number[] = [];
    for (let index = 0; index < FEEDS.length && (index < EXCHANGES || changes.length === 0); index++) {
      const change = this.#since(base, index, at, maxAgeMs);
      if (change !== undefined) changes.push(change);
    }
    return changes.length === 0 ? undefined : median(changes);
  }

  #sample(second: number): void {
    const slot = second % HISTORY_S;
    if (second % STEP_S === 0) this.#sampleVariance((second - STEP_S) % HISTORY_S);
    for (let index = 0; index < FEEDS.length; index++)
      (this.#history[index] as Float64Array)[slot] = this.#heard[index] ? (this.#last[index] as number) : 0;
  }

  #sampleVariance(slotBefore: number): void {
    const returns: number[] = [];
    for (let index = 0; index < FEEDS.length && (index < EXCHANGES || returns.length === 0); index++) {
      const before = (this.#history[index] as Float64Array)[slotBefore] as number;
      if (this.#heard[index] && before > 0) returns.push(Math.log((this.#last[index] as number) / before));
    }
    if (returns.length === 0) return;
    const step = median(returns);
    const variance = (step * step) / STEP_S;
    const slot = this.#variancePoints++ % VARIANCES;
    this.#varianceSum += variance - (this.#variances[slot] as number);
    this.#variances[slot] = variance;
  }

  #average(index: number, seconds: number): number | undefined {
    const history = this.#history[index] as Float64Array;
    let sum = 0;
    let points = 0;
    for (let back = 0; back < seconds; back++) {
      const value = history[(this.#second - back + HISTORY_S * 2) % HISTORY_S] as number;
      if (value > 0) {
        sum += value;
        points++;
      }
    }
    return points === 0 || points * 2 < seconds ? undefined : sum / points;
  }
}

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
