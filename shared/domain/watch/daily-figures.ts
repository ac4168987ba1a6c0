import { forecastOf } from '../evidence/forecast.ts';
import { type Performance, performance } from '../evidence/performance.ts';
import { type Account, equity } from '../ledger/account.ts';
import type { WindowRecord } from '../record.ts';
import type { Decision } from '../signal/evaluate.ts';
import { type MicroUsdc, microUsdc } from '../units/money.ts';
import { after, DAY_MS, type EpochMs } from '../units/time.ts';
import { type WatchedTrade, watchedTrade } from './closed-trade.ts';

/** What the summary of a UTC day tells. */
export interface DailyFigures
  extends Pick<Performance, 'evAtEntry' | 'realisedPerShare' | 'forecasts' | 'brier' | 'brierMid' | 'skill'> {
  readonly day: EpochMs;
  readonly pnl: MicroUsdc;
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly bestTrade: MicroUsdc | null;
  readonly worstTrade: MicroUsdc | null;
  readonly averageTrade: MicroUsdc | null;
  readonly balance: MicroUsdc;
  readonly peak: MicroUsdc;
  /** How far the balance lies below the peak, a fraction. */
  readonly drawdown: number;
  readonly decisions: Readonly<Record<Decision['kind'], number>>;
  /** What is not as it should be, a line each. */
  readonly troubles: readonly string[];
}

/** Trades settled on the UTC day of `day`, in that order; a window may have opened the day before. */
export const tradesOfDay = (windows: readonly (readonly WindowRecord[])[], day: EpochMs): WatchedTrade[] =>
  windows
    .map(watchedTrade)
    .filter((trade) => trade !== undefined)
    .filter(({ settledAt }) => within(day, settledAt))
    .sort((a, b) => a.settledAt - b.settledAt);

const within = (day: EpochMs, at: EpochMs): boolean => at >= day && at < after(day, DAY_MS);

/** The figures of `day` (its midnight UTC), from the windows that opened on it and the day before. */
export function dailyFigures(
  day: EpochMs,
  windows: readonly (readonly WindowRecord[])[],
  account: Account,
  troubles: readonly string[],
): DailyFigures {
  const trades = tradesOfDay(windows, day);
  const settled = windows.filter((records) =>
    records.some((record) => record.kind === 'settlement' && within(day, record.at)),
  );
  const forecasts = settled.flatMap((records) => forecastOf(records) ?? []);
  const { wins, losses, bestTrade, worstTrade, averageTrade, ...of } = performance(
    trades,
    forecasts,
    equity(account),
  );
  const balance = equity(account);
  const peak = account.peakEquity;
  return {
    day,
    pnl: microUsdc(trades.reduce((sum, { pnl }) => sum + pnl, 0)),
    trades: trades.length,
    wins,
    losses,
    bestTrade,
    worstTrade,
    averageTrade,
    evAtEntry: of.evAtEntry,
    realisedPerShare: of.realisedPerShare,
    forecasts: of.forecasts,
    brier: of.brier,
    brierMid: of.brierMid,
    skill: of.skill,
    balance,
    peak,
    drawdown: Math.max(0, peak - balance) / peak,
    decisions: counted(windows.flat(), day),
    troubles,
  };
}

function counted(records: readonly WindowRecord[], day: EpochMs): DailyFigures['decisions'] {
  const counts = { enter: 0, wait: 0, skip: 0 };
  for (const record of records)
    if (record.kind === 'decision' && within(day, record.at)) counts[record.decision.kind]++;
  return counts;
}
