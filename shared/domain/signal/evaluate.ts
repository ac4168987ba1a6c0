import { type BookTop, type Level, upMid } from '../market/book.ts';
import { bookFault } from '../market/book-fault.ts';
import { feePerShare } from '../market/fee.ts';
import type { VenueRules } from '../market/market.ts';
import type { Side } from '../market/side.ts';
import type { StoredStrike, StrikeSource } from '../market/strike.ts';
import type { Window } from '../market/window.ts';
import { scaledMinutes } from '../market/window.ts';
import { assertNever } from '../units/invariant.ts';
import { type MicroUsdc, microUsdc, notional, PRICE_ONE, type Price, price } from '../units/money.ts';
import { after, type EpochMs } from '../units/time.ts';
import type { Consensus } from './consensus.ts';
import { type Criterion, type CriterionName, SKIP_REASONS, type SkipReason } from './criterion.ts';
import { expectedDrift, momentumProbabilityUp, type PathState, probabilityUp } from './fair-value.ts';
import { degradation, freshExchanges } from './health.ts';
import type { Trend } from './trend.ts';

export const STRATEGIES = ['momentum', 'fair-value'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** The plan's parameters of a signal. Minutes are those of a 15-minute window; other lengths scale them. */
export interface SignalParameters {
  readonly strategy: Strategy;
  readonly entryDelayMin: number;
  readonly entryDelayMax: number;
  readonly minMomentumThreshold: number;
  readonly momentumConsistencyThreshold: number;
  readonly minEdgeThreshold: number;
  readonly minLiquidity: MicroUsdc;
  readonly minConfidence: number;
  /** The largest stake that risk may allow: what slippage is expected of. */
  readonly maxStake: MicroUsdc;
  /** How far above the best ask an order may pay. */
  readonly maxSlippage: Price;
  readonly minSigma: number;
  /** A spot source older than this has no say; a book older than `maxBookAgeMs` is not traded on. */
  readonly maxSourceAgeMs: number;
  readonly maxBookAgeMs: number;
  /** Exchanges whose returns since the open lie further apart than this are said to have diverged. */
  readonly maxDivergence: number;
  /** How far our estimate of the strike may lie from the known one, as a fraction of it. */
  readonly maxStrikeDeviation: number;
  /** What the volatility is drawn back to, per square root of a second. */
  readonly longRunSigma: number;
  /** Whether the feeds behind the exchanges are enough, as on a recording that has no exchange. */
  readonly standIns: boolean;
  /** From the decision until the venue has the order. */
  readonly orderLatencyMs: number;
  readonly strikeSources: readonly StrikeSource[];
}

/** Everything a decision may use: what had been received by `at`, and nothing later. */
export interface WindowSnapshot {
  readonly at: EpochMs;
  readonly consensus?: Consensus | undefined;
  readonly trend?: Trend | undefined;
  /** ln(price / where settlement measures from). */
  readonly distance?: number | undefined;
  /** Inside the last lookback: the distance of what is already averaged. */
  readonly determined?: number | undefined;
  readonly sigma?: number | undefined;
  /** The strike as far as it is known, and where from. */
  readonly strike?: StoredStrike | undefined;
  /** Our own estimate of the strike over that one, minus 1. */
  readonly strikeDeviation?: number | undefined;
  /** Sides whose book differs from what the venue says of it. */
  readonly suspectBooks?: readonly Side[] | undefined;
  /** The market's tick size now; it flips near 0 and 1. */
  readonly tickSize: Price;
  readonly books: Readonly<Partial<Record<Side, BookTop | undefined>>>;
}

/** The numbers behind a decision, as far as they could be computed. */
interface Estimate {
  readonly side: Side;
  /** Probability that `side` wins. */
  readonly probability: number;
  /** Middle of the Up book: the market's own probability of Up. */
  readonly mid?: number | undefined;
  /** Best ask of `side`. */
  readonly ask?: Price | undefined;
  /** Probability minus ask. */
  readonly edge?: number | undefined;
  /** Edge after fee, expected slippage and drift, per share. */
  readonly ev?: number | undefined;
  /** Expected drift against us until the fill, dollars a share. */
  readonly drift?: number | undefined;
  readonly tickSize: Price;
  /** The volatility that the probability was computed with, per square root of a second. */
  readonly sigma: number;
  /** Dollars on offer at the limit or better. */
  readonly depth?: MicroUsdc | undefined;
  /** The highest price at which the net edge is still the one asked for. */
  readonly limit?: Price | undefined;
}

/** An estimate with nothing missing, as an entry has it. */
type FullEstimate = { readonly [Key in keyof Estimate]-?: Exclude<Estimate[Key], undefined> };

export type Decision =
  | {
      readonly kind: 'enter';
      readonly reason: 'criteria-met';
      readonly criteria: readonly Criterion[];
      /** As it was known then. */
      readonly strike?: StoredStrike | undefined;
      readonly estimate: FullEstimate;
    }
  | {
      readonly kind: 'wait' | 'skip';
      readonly reason: SkipReason;
      readonly criteria: readonly Criterion[];
      readonly strike?: StoredStrike | undefined;
      readonly estimate?: Estimate | undefined;
    };

/** How late the last look at an entry window may come: a service that schedules to the second, under load. */
const LATE_LOOK_MS = 10_000;

/** First and last instant at which a window may be entered. */
export function entryWindow(window: Window, { entryDelayMin, entryDelayMax }: SignalParameters) {
  return {
    from: after(window.openAt, scaledMinutes(window, entryDelayMin)),
    to: after(window.openAt, scaledMinutes(window, entryDelayMax)),
  };
}

/**
 * The decision for `window` from `snapshot`: enter when every criterion holds; otherwise wait while the entry
 * window lasts, and skip at its end, with the first criterion that failed as the reason (but see {@link reasonIn}).
 */
export function evaluate(
  window: Window,
  rules: VenueRules,
  snapshot: WindowSnapshot,
  parameters: SignalParameters,
): Decision {
  const estimate = estimated(window, rules, snapshot, parameters);
  const criteria = judged(window, snapshot, estimate, parameters);
  const entry = entryWindow(window, parameters);
  const failed = reasonIn(criteria, snapshot.at - entry.to);
  const { strike } = snapshot;
  if (failed === undefined)
    return { kind: 'enter', reason: 'criteria-met', criteria, strike, estimate: estimate as FullEstimate };
  return {
    kind: snapshot.at < entry.to ? 'wait' : 'skip',
    reason: SKIP_REASONS[failed.name],
    criteria,
    strike,
    estimate,
  };
}

/**
 * The first criterion that failed. Just after the end of the entry window that is not the window itself: the last look
 * comes as late as the host makes it, and what was missing is of more use to a reader.
 */
function reasonIn(criteria: readonly Criterion[], lateMs: number): Criterion | undefined {
  const failed = criteria.filter(({ ok }) => !ok);
  const [first, second] = failed;
  const justLate = first?.name === 'entry-window' && lateMs > 0 && lateMs <= LATE_LOOK_MS;
  return justLate ? (second ?? first) : first;
}

function judged(
  window: Window,
  snapshot: WindowSnapshot,
  estimate: Estimate | undefined,
  parameters: SignalParameters,
): Criterion[] {
  const { at, consensus, trend, strike, books } = snapshot;
  const fault = bookFault(snapshot);
  const entry = entryWindow(window, parameters);
  const book = estimate === undefined ? (books.up ?? books.down) : books[estimate.side];
  const bookFresh = book !== undefined && at - book.receivedAt <= parameters.maxBookAgeMs;
  const atLeast = (name: CriterionName, value: number | undefined, limit: number): Criterion => ({
    name,
    ok: value !== undefined && value >= limit,
    value: value ?? null,
    limit,
  });
  const edge = atLeast('edge', estimate?.ev, parameters.minEdgeThreshold);
  // Fair value asks for no move: both are recorded for the reader, without a limit.
  const asked = parameters.strategy === 'momentum';
  const move = (name: CriterionName, value: number | undefined, limit: number): Criterion =>
    asked ? atLeast(name, value, limit) : { name, ok: true, value: value ?? null, limit: null };
  return [
    {
      name: 'entry-window',
      ok: at >= entry.from && at <= entry.to,
      value: minutesSince(window.openAt, at),
      limit: `${minutesSince(window.openAt, entry.from)} to ${minutesSince(window.openAt, entry.to)} min`,
    },
    {
      name: 'fresh-feeds',
      ok: mayDecide(consensus, parameters) && bookFresh,
      value: [...degradation(consensus, parameters.maxDivergence), bookFresh ? 'book' : 'no book'].join(', '),
      limit: '1 spot, book',
    },
    { name: 'book-sane', ok: fault === undefined, value: fault ?? 'sane', limit: 'sane' },
    {
      name: 'strike-known',
      ok: strike !== undefined && parameters.strikeSources.includes(strike.source),
      value: strike?.source ?? null,
      limit: parameters.strikeSources.join('|'),
    },
    strikeAgrees(snapshot, parameters),
    move(
      'momentum',
      trend === undefined ? undefined : Math.abs(trend.change),
      parameters.minMomentumThreshold,
    ),
    move('consistency', trend?.consistency, parameters.momentumConsistencyThreshold),
    atLeast('confidence', estimate?.probability, parameters.minConfidence),
    // Without a price on the tick grid that keeps the edge there is nothing to order.
    { ...edge, ok: edge.ok && estimate?.limit !== undefined },
    atLeast(
      'liquidity',
      estimate?.depth === undefined ? undefined : dollars(estimate.depth),
      dollars(parameters.minLiquidity),
    ),
  ];
}

/** Whether the prices that the decision measures from are those of the strike; nothing to ask of our own estimate. */
function strikeAgrees(
  { strike, strikeDeviation }: WindowSnapshot,
  { maxStrikeDeviation }: SignalParameters,
): Criterion {
  const ok =
    strike === undefined ||
    strike.source === 'estimated' ||
    (strikeDeviation !== undefined && Math.abs(strikeDeviation) <= maxStrikeDeviation);
  return { name: 'strike-agrees', ok, value: strikeDeviation ?? null, limit: maxStrikeDeviation };
}

const mayDecide = (consensus: Consensus | undefined, { standIns }: SignalParameters): boolean =>
  consensus !== undefined && (standIns || freshExchanges(consensus) > 0);

/** Rounded to hundredths. */
const minutesSince = (from: EpochMs, at: EpochMs): number => Math.round((at - from) / 600) / 100;
const dollars = (amount: MicroUsdc): number => amount / 1e6;

/** The part of a snapshot that a strategy's probability comes from, and that costs little to take. */
export type SignalView = Pick<WindowSnapshot, 'at' | 'trend' | 'distance' | 'determined' | 'sigma'>;

/**
 * False when {@link evaluate} would not enter at these best asks, whatever else it found: what is asked on every event
 * before a snapshot is made. Fee, slippage and drift only take from the edge over the best ask.
 */
export function mayEnter(
  window: Window,
  rules: VenueRules,
  view: SignalView,
  asks: Readonly<Partial<Record<Side, Price | undefined>>>,
  parameters: SignalParameters,
): boolean {
  const { strategy, minMomentumThreshold, momentumConsistencyThreshold, minEdgeThreshold } = parameters;
  const path = pathState(window, rules, view, parameters);
  if (path === undefined) return false;
  if (strategy === 'momentum') {
    const { change, consistency } = view.trend as Trend;
    if (Math.abs(change) < minMomentumThreshold || consistency < momentumConsistencyThreshold) return false;
  }
  const { side, probability } = favoured(path, view, strategy);
  const ask = asks[side];
  return ask !== undefined && probability - ask / PRICE_ONE >= minEdgeThreshold;
}

function estimated(
  window: Window,
  rules: VenueRules,
  snapshot: WindowSnapshot,
  parameters: SignalParameters,
): Estimate | undefined {
  const path = pathState(window, rules, snapshot, parameters);
  if (path === undefined) return undefined;
  const { side, probability } = favoured(path, snapshot, parameters.strategy);
  const { tickSize, books } = snapshot;
  const known = { side, probability, tickSize, sigma: path.sigma, mid: upMid(books) };
  const asks = books[side]?.asks ?? [];
  const ask = asks[0]?.price;
  if (ask === undefined) return known;
  const drift = expectedDrift(path, parameters.orderLatencyMs + rules.takerDelayMs);
  const net = (at: number): number => probability - at - feePerShare(at, rules.fee) - drift;
  const limit = limitPrice(ask, tickSize, parameters, net);
  const depth = depthAt(asks, limit ?? ask);
  const stake = microUsdc(Math.min(parameters.maxStake, depth));
  const paid = Math.max(ask, averagePrice(asks, limit ?? ask, stake)) / PRICE_ONE;
  return { ...known, ask, edge: probability - ask / PRICE_ONE, ev: net(paid), drift, depth, limit };
}

function pathState(
  { closeAt }: Window,
  { settlement }: VenueRules,
  { at, trend, distance, determined, sigma }: SignalView,
  { strategy, minSigma }: SignalParameters,
): PathState | undefined {
  const from = strategy === 'momentum' ? trend?.change : distance;
  if (from === undefined || sigma === undefined) return undefined;
  return {
    distance: from,
    sigma: Math.max(sigma, minSigma),
    msToClose: closeAt - at,
    settlement,
    determined,
  };
}

/** The likelier side, and how likely it is. */
function favoured(
  path: PathState,
  view: SignalView,
  strategy: Strategy,
): { side: Side; probability: number } {
  const up = strategyProbabilityUp(path, view, strategy);
  return up >= 0.5 ? { side: 'up', probability: up } : { side: 'down', probability: 1 - up };
}

function strategyProbabilityUp(path: PathState, { trend }: SignalView, strategy: Strategy): number {
  switch (strategy) {
    case 'momentum':
      // A path of momentum comes from a trend.
      return momentumProbabilityUp(path, (trend as Trend).consistency);
    case 'fair-value':
      return probabilityUp(path);
    default:
      return assertNever(strategy);
  }
}

/** The highest price on the tick grid, from the best ask to `maxSlippage` above it, that keeps the net edge. */
function limitPrice(
  best: Price,
  tick: Price,
  { maxSlippage, minEdgeThreshold }: SignalParameters,
  net: (at: number) => number,
): Price | undefined {
  let limit: Price | undefined;
  for (let at = Math.ceil(best / tick) * tick; at <= best + maxSlippage && at < PRICE_ONE; at += tick) {
    if (net(at / PRICE_ONE) < minEdgeThreshold) break;
    limit = price(at);
  }
  return limit;
}

/** Dollars on offer at `limit` or better. */
function depthAt(asks: readonly Level[], limit: Price): MicroUsdc {
  return microUsdc(
    asks.reduce((sum, level) => (level.price <= limit ? sum + notional(level.size, level.price) : sum), 0),
  );
}

/** Mean price of spending `stake`, which is no more than is on offer at `limit` or better. 0 for no stake. */
function averagePrice(asks: readonly Level[], limit: Price, stake: MicroUsdc): number {
  let left = stake as number;
  let shares = 0;
  for (const level of asks) {
    if (level.price > limit || left <= 0) break;
    const spent = Math.min(left, notional(level.size, level.price));
    shares += spent / level.price;
    left -= spent;
  }
  return shares === 0 ? 0 : stake / shares;
}
