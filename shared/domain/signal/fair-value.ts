import type { SettlementRule } from '../market/market.ts';
import { SECOND_MS } from '../units/time.ts';
import { normalCdf, normalPdf } from './normal.ts';

/** What a driftless path needs to know to be priced. */
export interface PathState {
  /** ln(price / strike) now. */
  readonly distance: number;
  /** Standard deviation of log returns per square root of a second, positive. */
  readonly sigma: number;
  readonly msToClose: number;
  readonly settlement: SettlementRule;
  /** Inside the last lookback: mean distance of the part of the final average that is already behind us. */
  readonly determined?: number | undefined;
}

/**
 * Seconds of variance that a path still to run adds to what settlement measures. A spot print at the close sees
 * all of `msToClose`. The mean of the last L seconds sees tau - 2L/3 while tau > L (the mean of a Brownian path over
 * L has a third of its variance) and tau^3 / (3 L^2) inside the last L: with L = 60, tau - 40 and tau^3 / 10800.
 */
export function effectiveSeconds(msToClose: number, settlement: SettlementRule): number {
  const tau = Math.max(0, msToClose) / SECOND_MS;
  if (settlement.kind === 'spot') return tau;
  const lookback = settlement.lookbackMs / SECOND_MS;
  return tau > lookback ? tau - (2 * lookback) / 3 : tau ** 3 / (3 * lookback ** 2);
}

/**
 * Distance over its standard deviation: positive where Up is ahead.
 * @public Tested before the normal distribution rounds it.
 */
export function standardised({ distance, sigma, msToClose, settlement, determined }: PathState): number {
  const seconds = effectiveSeconds(msToClose, settlement);
  const expected = expectedDistance(distance, msToClose, settlement, determined);
  if (seconds === 0) return expected >= 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return expected / (sigma * Math.sqrt(seconds));
}

function expectedDistance(
  distance: number,
  msToClose: number,
  settlement: SettlementRule,
  determined: number | undefined,
): number {
  if (settlement.kind === 'spot' || determined === undefined || msToClose >= settlement.lookbackMs)
    return distance;
  const open = Math.max(0, msToClose) / settlement.lookbackMs;
  return determined * (1 - open) + distance * open;
}

/** Probability that the window ends Up, if the price is a driftless Brownian path. A tie is Up. */
export const probabilityUp = (path: PathState): number => normalCdf(standardised(path));

/**
 * The plan's momentum model, before calibration: the chance that the move is kept, drawn back to a coin toss by
 * as much as the move was no straight line. R-squared 0 is 1/2 whatever the move.
 */
export function momentumProbabilityUp(path: PathState, consistency: number): number {
  return 0.5 + (probabilityUp(path) - 0.5) * consistency;
}

/**
 * How far the fair price of a share is expected to run from us in `delayMs`: mean absolute change of the probability
 * over that time, 0.8 phi(z) sqrt(delay / effective time). Never negative: drift is counted against us.
 */
export function expectedDrift(path: PathState, delayMs: number): number {
  const seconds = effectiveSeconds(path.msToClose, path.settlement);
  if (seconds === 0) return 0;
  const MEAN_ABSOLUTE_NORMAL = Math.sqrt(2 / Math.PI);
  return MEAN_ABSOLUTE_NORMAL * normalPdf(standardised(path)) * Math.sqrt(delayMs / SECOND_MS / seconds);
}
