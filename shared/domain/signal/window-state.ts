import { Book, upMid } from '../market/book.ts';
import type { Market, VenueRules } from '../market/market.ts';
import type { Side } from '../market/side.ts';
import type { StoredStrike } from '../market/strike.ts';
import type { PathPoint } from '../record.ts';
import type { Price } from '../units/money.ts';
import { type EpochMs, epochMs, SECOND_MS } from '../units/time.ts';
import type { AssetPrices, Baselines } from './consensus.ts';
import type { SignalView, WindowSnapshot } from './evaluate.ts';
import { TrendLine } from './trend.ts';

/** Levels of a book that a snapshot carries. */
export const TOP_LEVELS = 5;
/** A point of the path for charts, this often. */
const PATH_STEP_MS = 10 * SECOND_MS;

/**
 * One window while it is watched: both books from its listing on, and from its open the path of the consensus. Every
 * update is O(1).
 */
export class WindowState {
  market: Market;
  readonly rules: VenueRules;
  readonly books: Readonly<Record<Side, Book>> = { up: new Book(), down: new Book() };
  /** Sides whose book is known to differ from the venue's. */
  readonly suspects = new Set<Side>();
  readonly path: PathPoint[] = [];
  tickSize: Price;
  readonly #prices: AssetPrices;
  readonly #trend = new TrendLine();
  #baselines: Baselines | undefined;
  #nextPointAt: EpochMs;

  constructor(market: Market, rules: VenueRules, prices: AssetPrices) {
    this.market = market;
    this.rules = rules;
    this.tickSize = rules.tickSize;
    this.#prices = prices;
    this.#nextPointAt = market.window.openAt;
  }

  /** The strike in dollars, as far as our own feeds tell. */
  get estimatedStrike(): number | undefined {
    return this.#baselines?.strike;
  }

  /** To be called with the prices as of the open, before any later one is taken. */
  open(): void {
    const { openAt } = this.market.window;
    const { settlement } = this.rules;
    this.#prices.advance(openAt);
    this.#baselines = this.#prices.baselines(openAt, settlement.kind === 'twap' ? settlement.lookbackMs : 0);
  }

  /** A price of the asset has just been taken at `at`. */
  priced(at: EpochMs): void {
    const { openAt, closeAt } = this.market.window;
    if (this.#baselines === undefined || at >= closeAt) return;
    const change = this.#prices.change(this.#baselines, at);
    if (change === undefined) return;
    this.#trend.add((at - openAt) / SECOND_MS, change);
  }

  /** When the path gets its next point; never after the close. */
  get nextPointAt(): EpochMs {
    return this.#nextPointAt;
  }

  /** Adds a point to the path if one is due at `at`. */
  samplePath(at: EpochMs): void {
    if (at < this.#nextPointAt) return;
    const { up, down } = this.books;
    this.path.push({ at, change: this.#change(at), up: upMid({ up: up.top(1), down: down.top(1) }) ?? null });
    this.#nextPointAt = epochMs(Math.min(at + PATH_STEP_MS, this.market.window.closeAt));
  }

  /** What a strategy's probability at `at` comes from. */
  view(at: EpochMs): SignalView {
    const prices = this.#prices;
    const baselines = this.#baselines;
    if (baselines === undefined) return { at };
    return {
      at,
      sigma: prices.sigma(),
      trend: this.#trend.trend(),
      distance: prices.settlementDistance(baselines, at),
      determined: this.#determined(baselines, at),
    };
  }

  /** What a decision at `at` may use. */
  snapshot(at: EpochMs, strike: StoredStrike | undefined): WindowSnapshot {
    const baselines = this.#baselines;
    return {
      ...this.view(at),
      consensus: baselines === undefined ? undefined : this.#prices.consensus(baselines, at),
      strike,
      strikeDeviation: this.#strikeDeviation(strike),
      suspectBooks: this.suspects.size === 0 ? undefined : [...this.suspects],
      tickSize: this.tickSize,
      books: { up: this.books.up.top(TOP_LEVELS), down: this.books.down.top(TOP_LEVELS) },
    };
  }

  #strikeDeviation(strike: StoredStrike | undefined): number | undefined {
    if (strike === undefined || this.#baselines === undefined) return undefined;
    const estimate = this.#prices.strikeEstimate(this.#baselines);
    return estimate === undefined ? undefined : estimate / Number(strike.value) - 1;
  }

  #determined(baselines: Baselines, at: EpochMs): number | undefined {
    const { settlement } = this.rules;
    if (settlement.kind === 'spot') return undefined;
    const elapsed = at - (this.market.window.closeAt - settlement.lookbackMs);
    if (elapsed < SECOND_MS) return undefined;
    return this.#prices.determinedDistance(baselines, Math.floor(elapsed / SECOND_MS));
  }

  #change(at: EpochMs): number | null {
    if (this.#baselines === undefined) return null;
    return this.#prices.change(this.#baselines, at) ?? null;
  }
}
