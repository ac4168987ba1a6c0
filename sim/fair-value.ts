import type { ReferenceFeed } from './reference-feed.ts';
import { REFERENCE } from './statistics.ts';
import type { SimulatedWindow } from './window.ts';

const LOOKBACK = REFERENCE.twapSeconds;
/** With less than this many seconds left the average is as good as known. */
const LEAST_SECONDS_LEFT = 0.5;

/**
 * The standard normal distribution, to 7.5e-8 (Abramowitz and Stegun 26.2.17). `normalCdf(1.96)` is 0.975.
 */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = 0.3989422804014327 * Math.exp((-z * z) / 2) * series;
  return z < 0 ? tail : 1 - tail;
}

/**
 * Seconds of price movement that still count when the settlement is a 60-second average and `left` seconds
 * remain: `left - 40` before the last minute, `left^3 / (3 * 60^2)` inside it; 20 at its start by both.
 */
export function effectiveSeconds(left: number): number {
  return left > LOOKBACK ? left - (2 * LOOKBACK) / 3 : left ** 3 / (3 * LOOKBACK ** 2);
}

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

/**
 * How many standard deviations the settlement is expected above the strike, for who sees the price `dollars` and
 * believes in `sigma` per square root of a second. {@link normalCdf} of it is the probability of Up.
 */
export function standing(
  window: SimulatedWindow,
  reference: ReferenceFeed,
  { now, dollars, sigma }: { now: number; dollars: number; sigma: number },
): number {
  const strike = strikeDollars(window, reference, dollars);
  const left = Math.max(LEAST_SECONDS_LEFT, (window.closeAt - Math.max(now, window.openAt)) / 1_000);
  const settles = left > LOOKBACK ? dollars : expectedAverage(reference, window.closeAt, dollars);
  return Math.log(settles / strike) / (sigma * Math.sqrt(effectiveSeconds(left)));
}
