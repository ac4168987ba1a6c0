import { type Account, available, equity, exposure } from '../ledger/account.ts';
import { withDay } from '../ledger/apply.ts';
import type { LedgerEntry } from '../ledger/event.ts';
import type { EpochMs } from '../units/time.ts';
import type { Measure } from './measure.ts';
import type { MetricName } from './metrics.ts';

const USD = 1e6;
const percent = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : 0);

/**
 * How an account stands at `now`. Opened with $1000, $900 at midnight, $880 now: a DailyPnl of -20 and a DailyLossPercent
 * of 2, of the starting capital as the breaker counts. The win rate is left out until a trade was settled.
 */
export function accountMeasures(account: Account, now: EpochMs): Measure[] {
  const today = withDay(account, now);
  const worth = equity(today);
  const dayPnl = worth - today.dayStartEquity;
  // Equity counts positions at cost, so only realised P&L parts it from what the account was opened with.
  const startingCapital = worth - today.realizedPnl;
  const settled = today.wins + today.losses;
  const values: readonly (readonly [MetricName, number])[] = [
    ['OpenPositions', Object.keys(today.positions).length],
    ['AccountBalance', worth / USD],
    ['AvailableBalance', available(today) / USD],
    ['RealizedPnl', today.realizedPnl / USD],
    ['DailyPnl', dayPnl / USD],
    ['DailyLossPercent', percent(Math.max(0, -dayPnl), startingCapital)],
    ['DrawdownPercent', percent(Math.max(0, today.peakEquity - worth), today.peakEquity)],
    ['ExposurePercent', percent(exposure(today), worth)],
    ['ConsecutiveLosses', today.consecutiveLosses],
    ...(settled === 0 ? [] : [['WinRate', percent(today.wins, settled)] as const]),
  ];
  return values.map(([metric, value]) => ({ metric, value }));
}

/** What an entry of the journal says, and how the account stands after it. `before` is the account of the entry before. */
export function entryMeasures(
  { event, account, at }: Pick<LedgerEntry, 'event' | 'account' | 'at'>,
  before: Account | undefined,
): Measure[] {
  return [...happened(event, account, before), ...accountMeasures(account, at)];
}

function happened(event: LedgerEntry['event'], account: Account, before: Account | undefined): Measure[] {
  if (event.kind === 'filled')
    return [
      {
        metric: 'TradesExecuted',
        value: 1,
        dimensions: { outcome: event.side },
        details: { windowId: event.windowId },
      },
      { metric: 'TradeSize', value: (event.cost + event.fee) / USD },
    ];
  if (event.kind !== 'settled' || before === undefined) return [];
  const result = account.wins > before.wins ? 'win' : 'loss';
  const details = { windowId: event.windowId, outcome: event.outcome };
  return [
    { metric: 'TradesResolved', value: 1, dimensions: { result }, details },
    { metric: 'TradePnl', value: (account.realizedPnl - before.realizedPnl) / USD, details },
  ];
}
