import { describe, expect, test } from 'vitest';
import { parseConfiguration, riskParameters } from '../../../../shared/contracts/config.ts';
import type { Account, Halt } from '../../../../shared/domain/ledger/account.ts';
import { activeHalts, apiUnhealthy, trippedBreakers } from '../../../../shared/domain/risk/breakers.ts';
import { accountOf, instant, position, secondsIn, usd } from '../examples.ts';

const plan = riskParameters(parseConfiguration({}));
const now = instant('2026-09-28T17:45:10Z');
const tripped = (change: Partial<Account>) => trippedBreakers(accountOf(10_000, change), plan, now);
const names = (change: Partial<Account>) => tripped(change).map(({ breaker }) => breaker);

describe('the daily loss breaker', () => {
  test('holds at exactly 5 % and trips a cent below', () => {
    expect(names({ cash: usd(9_500) })).toEqual([]);
    expect(names({ cash: usd(9_499.99) })).toEqual(['daily-loss']);
  });

  test('counts of the starting capital, whatever the day began with', () => {
    // 5 % of 10,000 are 500, after a loss of earlier days as after a gain
    const poorer = { dayStartEquity: usd(8_800), peakEquity: usd(8_800) };
    expect(names({ ...poorer, cash: usd(8_300) })).toEqual([]);
    expect(names({ ...poorer, cash: usd(8_299.99) })).toEqual(['daily-loss']);
    const richer = { dayStartEquity: usd(20_000), peakEquity: usd(20_000) };
    expect(names({ ...richer, cash: usd(19_500) })).toEqual([]);
    expect(names({ ...richer, cash: usd(19_499.99) })).toEqual(['daily-loss']);
  });

  test('counts what is in positions as worth what it cost', () => {
    expect(names({ cash: usd(9_000), positions: { a: position(500) } })).toEqual([]);
  });

  test('stops until the next UTC day', () => {
    expect(tripped({ cash: usd(9_400) })).toEqual([
      {
        breaker: 'daily-loss',
        severity: 'high',
        since: now,
        until: instant('2026-09-29T00:00:00Z'),
        reason: 'lost 6.00 % of the starting capital in a day',
      },
    ]);
  });
});

describe('the drawdown breaker', () => {
  const day = { dayStartEquity: usd(8_500) };

  test('holds at exactly 15 % and trips a cent below', () => {
    expect(names({ ...day, cash: usd(8_500) })).toEqual([]);
    expect(names({ ...day, cash: usd(8_499.99) })).toEqual(['drawdown']);
  });

  test('stops until somebody resumes', () => {
    expect(tripped({ ...day, cash: usd(8_400) })).toEqual([
      {
        breaker: 'drawdown',
        severity: 'critical',
        since: now,
        reason: 'equity is 16.00 % below its peak',
      },
    ]);
  });
});

describe('the breaker of losses in a row', () => {
  test.each([
    [0, []],
    [4, []],
    [5, ['consecutive-losses']],
    [6, []],
    [10, ['consecutive-losses']],
  ])('after %d losses: %j', (consecutiveLosses, expected) => {
    expect(names({ consecutiveLosses })).toEqual(expected);
  });

  test('stops for the cooldown of an hour', () => {
    expect(tripped({ consecutiveLosses: 5 })).toEqual([
      {
        breaker: 'consecutive-losses',
        severity: 'medium',
        since: now,
        until: instant('2026-09-28T18:45:10Z'),
        reason: '5 losses in a row',
      },
    ]);
  });
});

describe('a breaker that is already halting', () => {
  const halt: Halt = { breaker: 'drawdown', severity: 'critical', since: secondsIn(0), reason: 'x' };

  test('does not trip again, while others do', () => {
    expect(names({ cash: usd(8_000), halts: [halt] })).toEqual(['daily-loss']);
  });

  test('trips again once its halt is over', () => {
    const over: Halt = { ...halt, breaker: 'consecutive-losses', until: now };
    expect(names({ consecutiveLosses: 5, halts: [over] })).toEqual(['consecutive-losses']);
  });
});

describe('halts', () => {
  const halt: Halt = { breaker: 'kill-switch', severity: 'critical', since: secondsIn(0), reason: 'x' };
  const halted = (at: string, until?: string) =>
    activeHalts(
      accountOf(10_000, { halts: [until === undefined ? halt : { ...halt, until: instant(until) }] }),
      instant(at),
    ).length === 1;

  test('hold until their end', () => {
    expect(halted('2026-09-28T18:45:09.999Z', '2026-09-28T18:45:10Z')).toBe(true);
    expect(halted('2026-09-28T18:45:10Z', '2026-09-28T18:45:10Z')).toBe(false);
  });

  test('without an end hold for ever', () => {
    expect(halted('2036-01-01T00:00:00Z')).toBe(true);
  });
});

test.each([
  [0, 0, false],
  [10, 1, false],
  [100, 11, true],
  [1, 1, true],
])('of %d calls %d failed: unhealthy is %j', (calls, errors, unhealthy) => {
  expect(apiUnhealthy({ calls, errors }, plan)).toBe(unhealthy);
});
