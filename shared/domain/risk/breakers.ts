import type { Account, Halt } from '../ledger/account.ts';
import { equity } from '../ledger/account.ts';
import { after, DAY_MS, type EpochMs, MINUTE_MS, utcDay } from '../units/time.ts';
import type { RiskParameters } from './parameters.ts';

/** How the venue and the exchanges answered in the last five minutes. */
export interface ApiHealth {
  readonly calls: number;
  readonly errors: number;
}

/** Halts that hold at `now`. A critical one holds until a recorded resume. */
export const activeHalts = (account: Account, now: EpochMs): readonly Halt[] =>
  account.halts.filter(({ until }) => until === undefined || now < until);

/**
 * Breakers that trip on what the account has become and are not already halting: daily loss (until the next UTC day),
 * drawdown (until a resume), losses in a row (for the cooldown). The daily loss counts from the starting capital, whatever
 * the day began with: of $10,000, a day that loses more than $500.
 */
export function trippedBreakers(account: Account, parameters: RiskParameters, now: EpochMs): readonly Halt[] {
  const worth = equity(account);
  const halting = new Set(activeHalts(account, now).map(({ breaker }) => breaker));
  const dayLoss = account.dayStartEquity - worth;
  const drawdown = account.peakEquity - worth;
  const losses = account.consecutiveLosses;
  const tripped: Halt[] = [];
  if (dayLoss > parameters.maxDailyLossPct * parameters.totalCapital)
    tripped.push({
      breaker: 'daily-loss',
      severity: 'high',
      since: now,
      until: after(utcDay(now), DAY_MS),
      reason: `lost ${percent(dayLoss, parameters.totalCapital)} of the starting capital in a day`,
    });
  if (drawdown > parameters.maxDrawdownPct * account.peakEquity)
    tripped.push({
      breaker: 'drawdown',
      severity: 'critical',
      since: now,
      reason: `equity is ${percent(drawdown, account.peakEquity)} below its peak`,
    });
  if (losses > 0 && losses % parameters.maxConsecutiveLosses === 0)
    tripped.push({
      breaker: 'consecutive-losses',
      severity: 'medium',
      since: now,
      until: after(now, parameters.cooldownPeriodMinutes * MINUTE_MS),
      reason: `${losses} losses in a row`,
    });
  return tripped.filter(({ breaker }) => !halting.has(breaker));
}

/** More than the allowed share of calls failed. No calls are no failure. */
export const apiUnhealthy = ({ calls, errors }: ApiHealth, { maxApiErrorRate }: RiskParameters): boolean =>
  calls > 0 && errors / calls > maxApiErrorRate;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;
