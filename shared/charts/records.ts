/**
 * What the charts read: the result of a replay as plain JSON. Money and shares are decimal strings in USD or
 * shares, instants are ISO 8601 in UTC, probabilities and ratios are numbers.
 */

export type Side = 'up' | 'down';

export interface CriterionRecord {
  readonly name: string;
  readonly ok: boolean;
  readonly value: number | string | null;
  readonly limit: number | string | null;
}

export interface DecisionRecord {
  readonly at: string;
  readonly kind: 'enter' | 'wait' | 'skip';
  readonly side?: Side | undefined;
  readonly reason: string;
  readonly criteria: readonly CriterionRecord[];
  /** That the side bought wins. */
  readonly probability?: number | null | undefined;
  readonly edge?: number | null | undefined;
  /** Net, USD per share. */
  readonly ev?: number | null | undefined;
  /** As it was known then. */
  readonly strike?: string | undefined;
  readonly strikeSource?: 'recorded' | 'gamma' | 'estimated' | undefined;
}

export interface FillRecord {
  readonly at: string;
  readonly side: Side;
  readonly shares: string;
  readonly price: string;
  readonly fee: string;
}

/** `change` is the consensus return since the open as a fraction, `up` the mid of the Up book. */
export interface PathPoint {
  readonly at: string;
  readonly change: number | null;
  readonly up: number | null;
}

export interface SettlementRecord {
  readonly outcome: Side | 'unknown';
  readonly official?: Side | undefined;
  readonly source: string;
}

/** `wrong` is whether the window would have ended differently; null where the figure at the close is not known. */
interface EstimateRecord {
  readonly errorUsd: string;
  readonly wrong: boolean | null;
}

export interface WindowRecord {
  readonly id: string;
  readonly openAt: string;
  readonly closeAt: string;
  readonly strike: string | null;
  readonly strikeSource: 'recorded' | 'gamma' | 'estimated' | 'none';
  /** Where it was decided on an estimate and the true strike is known: how far that was off, and whether it mattered. */
  readonly estimate?: EstimateRecord | undefined;
  readonly decisions: readonly DecisionRecord[];
  readonly fills: readonly FillRecord[];
  readonly settlement: SettlementRecord;
  readonly pnl: string;
  readonly path: readonly PathPoint[];
}

interface TapeRecord {
  readonly path: string;
  /** As in its header. */
  readonly title: string;
  readonly synthetic: boolean;
  readonly from: string;
  readonly to: string;
  readonly events: number;
}

interface AccountRecord {
  readonly cash: string;
  readonly equity: string;
  readonly realizedPnl: string;
  readonly fees: string;
  readonly openPositions: number;
}

/** A null is a statistic that too few trades cannot give. */
interface PerformanceRecord {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly winRate: number | null;
  readonly averageEv: number | null;
  /** USD a share, weighted by shares: predicted, and earned after fees. */
  readonly evAtEntry: number | null;
  readonly realisedPerShare: number | null;
  /** Of the returns on cost: each trade alike, and each by the dollars that it cost. */
  readonly sharpe: number | null;
  readonly sharpeDollarWeighted: number | null;
  readonly maxDrawdown: number;
  /** Windows that were scored: every one with a forecast and an outcome, filled or not. */
  readonly forecasts: number;
  readonly brier: number | null;
  readonly brierMid: number | null;
  readonly skill: number | null;
  readonly startingCapital: string;
  readonly peakEquity: string | null;
  readonly bestTrade: string | null;
  readonly worstTrade: string | null;
  readonly averageTrade: string | null;
}

/** Windows by the strike that they were decided on, and how the estimated ones fared. */
interface StrikesRecord {
  readonly recorded: number;
  readonly gamma: number;
  readonly estimated: number;
  readonly estimatedKnown: number;
  readonly estimatedWrong: number;
  readonly meanErrorUsd: string | null;
}

export interface FeedProblemRecord {
  readonly kind: string;
  readonly channel?: string | undefined;
  readonly count: number;
  readonly first: string;
}

export interface ReplayRecord {
  readonly tape: TapeRecord;
  readonly strategy: 'momentum' | 'fair-value';
  readonly windows: readonly WindowRecord[];
  readonly account: AccountRecord;
  readonly performance: PerformanceRecord;
  readonly strikes: StrikesRecord;
  readonly feed: { readonly problems: readonly FeedProblemRecord[] };
  readonly ledger: { readonly entries: number; readonly digest: string };
  readonly digest: string;
  readonly elapsedMs: number;
}
