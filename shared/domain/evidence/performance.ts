import type { MicroUsdc } from '../units/money.ts';
import { microUsdc } from '../units/money.ts';

/** One closed trade. */
export interface ClosedTrade {
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
  readonly averageEv: number | null;
  /** Mean over sample standard deviation of the return on cost of a trade; not annualised. */
  readonly sharpe: number | null;
  /** Largest fall from a peak of equity, as a fraction of that peak. */
  readonly maxDrawdown: number;
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
    sharpe: sharpe(trades.map(({ pnl, cost, fee }) => pnl / (cost + fee))),
    maxDrawdown,
    brier,
    brierMid,
    skill: brier === null || brierMid === null || brierMid === 0 ? null : 1 - brier / brierMid,
    startingCapital,
    peakEquity,
    bestTrade: some ? microUsdc(Math.max(...pnls)) : null,
    worstTrade: some ? microUsdc(Math.min(...pnls)) : null,
    averageTrade: some ? microUsdc(Math.floor(pnls.reduce((sum, pnl) => sum + pnl, 0) / pnls.length)) : null,
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

function sharpe(returns: readonly number[]): number | null {
  const average = mean(returns);
  if (average === null || returns.every((each) => each === returns[0])) return null;
  const variance = returns.reduce((sum, each) => sum + (each - average) ** 2, 0) / (returns.length - 1);
  return average / Math.sqrt(variance);
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
