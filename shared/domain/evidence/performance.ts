import type { MicroShares, MicroUsdc } from '../units/money.ts';
import { microUsdc } from '../units/money.ts';

/** One closed trade. */
export interface ClosedTrade {
  readonly shares: MicroShares;
  readonly cost: MicroUsdc;
  readonly fee: MicroUsdc;
  readonly pnl: MicroUsdc;
  /** Net expected value per share at the decision. */
  readonly ev: number;
}

/** A probability of Up that was said, what the market said, and what came. */
export interface Forecast {
  readonly up: number;
  readonly mid: number;
  readonly outcome: 0 | 1;
}

/** How the trades of an account went. Null where there is too little to say. */
export interface Performance {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly winRate: number | null;
  /** Mean of the EV of the trades, each counted once. */
  readonly averageEv: number | null;
  /** What the decisions predicted, dollars a share: the EV of each trade weighs by its shares. */
  readonly evAtEntry: number | null;
  /** What the same shares earned after fees, dollars a share: sum of P&L over sum of shares. */
  readonly realisedPerShare: number | null;
  /** Mean over sample standard deviation of the return on cost of a trade; not annualised. A fill of $5 counts as one of $200. */
  readonly sharpe: number | null;
  /** The same with each return weighted by the dollars that it cost. */
  readonly sharpeDollarWeighted: number | null;
  /** Largest fall from a peak of equity, as a fraction of that peak. */
  readonly maxDrawdown: number;
  /** Windows that the Brier scores are over: every one with a forecast and an outcome, filled or not. */
  readonly forecasts: number;
  /** Mean squared error of our probability of Up, and of the market's. */
  readonly brier: number | null;
  readonly brierMid: number | null;
  /** 1 - brier / brierMid: above 0 we knew more than the market. */
  readonly skill: number | null;
  readonly startingCapital: MicroUsdc;
  readonly peakEquity: MicroUsdc;
  readonly bestTrade: MicroUsdc | null;
  readonly worstTrade: MicroUsdc | null;
  /** Rounded towards minus infinity. */
  readonly averageTrade: MicroUsdc | null;
}

/** Over fewer windows than this the skill is chance: one window that the market was sure of makes it -17780 %. */
const SKILL_WINDOWS = 30;

/** What a reader is shown in place of a skill over too few windows: 'too few windows (7)'; undefined where they suffice. */
export const tooFewWindows = (forecasts: number): string | undefined =>
  forecasts < SKILL_WINDOWS ? `too few windows (${forecasts})` : undefined;

/** `trades` in the order in which they were settled. */
export function performance(
  trades: readonly ClosedTrade[],
  forecasts: readonly Forecast[],
  startingCapital: MicroUsdc,
): Performance {
  const { peakEquity, maxDrawdown } = drawdown(trades, startingCapital);
  const pnls = trades.map(({ pnl }) => pnl);
  const wins = pnls.filter((pnl) => pnl > 0).length;
  const brier = brierScore(forecasts.map(({ up, outcome }) => [up, outcome]));
  const brierMid = brierScore(forecasts.map(({ mid, outcome }) => [mid, outcome]));
  const some = trades.length > 0;
  return {
    trades: trades.length,
    wins,
    losses: trades.length - wins,
    winRate: some ? wins / trades.length : null,
    averageEv: mean(trades.map(({ ev }) => ev)),
    ...(perShare(trades) ?? { evAtEntry: null, realisedPerShare: null }),
    sharpe: sharpe(trades, () => 1),
    sharpeDollarWeighted: sharpe(trades, paid),
    maxDrawdown,
    forecasts: forecasts.length,
    brier,
    brierMid,
    skill: brier === null || brierMid === null || brierMid === 0 ? null : 1 - brier / brierMid,
    startingCapital,
    peakEquity,
    bestTrade: some ? microUsdc(Math.max(...pnls)) : null,
    worstTrade: some ? microUsdc(Math.min(...pnls)) : null,
    averageTrade: some ? microUsdc(Math.floor(sum(pnls) / pnls.length)) : null,
  };
}

function drawdown(trades: readonly ClosedTrade[], startingCapital: MicroUsdc) {
  let worth = startingCapital as number;
  let peak = worth;
  let deepest = 0;
  for (const { pnl } of trades) {
    worth += pnl;
    peak = Math.max(peak, worth);
    deepest = Math.max(deepest, (peak - worth) / peak);
  }
  return { peakEquity: microUsdc(peak), maxDrawdown: deepest };
}

/** Mean squared distance of probabilities from what came, 0 best; null without any. */
function brierScore(pairs: readonly (readonly [probability: number, outcome: number])[]): number | null {
  return mean(pairs.map(([probability, outcome]) => (probability - outcome) ** 2));
}

/** The same shares as their decisions saw them and as they ended, dollars a share. */
interface PerShare {
  readonly evAtEntry: number;
  readonly realisedPerShare: number;
}

/** Weighted by shares: 10 that lost $5 and 30 that won $9 realised (9 - 5) / 40 = 0.10. Undefined without a share. */
export function perShare(
  trades: readonly Pick<ClosedTrade, 'shares' | 'ev' | 'pnl'>[],
): PerShare | undefined {
  const shares = sum(trades.map((trade) => trade.shares));
  if (shares === 0) return undefined;
  return {
    evAtEntry: sum(trades.map((trade) => trade.ev * trade.shares)) / shares,
    realisedPerShare: sum(trades.map(({ pnl }) => pnl)) / shares,
  };
}

const paid = ({ cost, fee }: ClosedTrade): number => cost + fee;

/**
 * Weighted mean of the returns on cost over the root of their unbiased weighted variance, that is the weighted mean square
 * of their deviations over 1 - (sum of squared weights); with equal weights, the sample's.
 */
function sharpe(trades: readonly ClosedTrade[], weightOf: (trade: ClosedTrade) => number): number | null {
  const returns = trades.map((trade) => trade.pnl / paid(trade));
  if (returns.every((each) => each === returns[0])) return null;
  const total = sum(trades.map(weightOf));
  const weights = trades.map((trade) => weightOf(trade) / total);
  const weighted = (values: readonly number[]): number =>
    sum(values.map((value, index) => value * (weights[index] as number)));
  const average = weighted(returns);
  const variance = weighted(returns.map((each) => (each - average) ** 2)) / (1 - weighted(weights));
  return average / Math.sqrt(variance);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : sum(values) / values.length;
