import { effectiveSeconds } from '../shared/domain/signal/fair-value.ts';
import type { ReferenceFeed } from './reference-feed.ts';
import { REFERENCE } from './statistics.ts';
import type { SimulatedWindow } from './window.ts';

const LOOKBACK = REFERENCE.twapSeconds;
/** With less than this left the average is as good as known. */
const LEAST_LEFT_MS = 500;
const SETTLEMENT = { kind: 'twap', source: 'chainlink', lookbackMs: LOOKBACK * 1_000 } as const;

/** What a 60-second average stamped `at` is expected to be, the prints so far counted and the rest at `dollars`. */
function expectedAverage(reference: ReferenceFeed, at: number, dollars: number): number {
  const { sum, count } = reference.since(at - LOOKBACK * 1_000);
  return (sum + (LOOKBACK - count) * dollars) / LOOKBACK;
}

/** The price level the window is judged by, once printed; before that, what it is expected to be. */
function strikeDollars(window: SimulatedWindow, reference: ReferenceFeed, dollars: number): number {
  const printed = reference.twapAt(window.openAt);
  return printed === undefined ? expectedAverage(reference, window.openAt, dollars) : Number(printed) / 1e18;
}

/** What the market maker knows and believes at the end of a step. */
export interface Outlook {
  readonly now: number;
  readonly dollars: number;
  /** Per square root of a second. */
  readonly sigma: number;
  /** Log return expected within a time. */
  readonly expected: (withinMs: number) => number;
}

/**
 * How many standard deviations the settlement is expected above the strike, for who sees the price `dollars`,
 * believes in `sigma` and awaits what is `expected`. The normal distribution turns it into the probability of Up.
 */
export function standing(
  window: SimulatedWindow,
  reference: ReferenceFeed,
  { now, dollars, sigma, expected }: Outlook,
): number {
  const strike = strikeDollars(window, reference, dollars);
  const leftMs = Math.max(LEAST_LEFT_MS, window.closeAt - Math.max(now, window.openAt));
  const settles =
    leftMs > SETTLEMENT.lookbackMs
      ? dollars * Math.exp(expected(leftMs))
      : expectedAverage(reference, window.closeAt, dollars);
  return Math.log(settles / strike) / (sigma * Math.sqrt(effectiveSeconds(leftMs, SETTLEMENT)));
}
