import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../../../shared/domain/ledger/event.ts';
import { accountMeasures, entryMeasures } from '../../../../shared/domain/watch/account-measures.ts';
import type { Measure } from '../../../../shared/domain/watch/measure.ts';
import { decisionMeasures, orderMeasures } from '../../../../shared/domain/watch/record-measures.ts';
import { accountOf, position, secondsIn, shares, usd } from '../examples.ts';
import { entered, market, order, refused, settled, won } from './examples.ts';

const valuesOf = (measures: readonly Measure[]) =>
  Object.fromEntries(measures.map(({ metric, value }) => [metric, value]));

test('an account says how it stands', () => {
  const account = accountOf(1_000, {
    cash: usd(880),
    positions: { a: position(100) },
    reservations: { b: { amount: usd(20), stake: usd(20), at: secondsIn(0) } },
    realizedPnl: usd(-20),
    wins: 3,
    losses: 1,
    consecutiveLosses: 1,
    peakEquity: usd(1_225),
  });
  // Equity is 880 + 100 = 980: 20 below midnight's 1000, a fifth below the peak; 100 + 20 of it at risk.
  const values = valuesOf(accountMeasures(account, secondsIn(60)));
  expect(values).toEqual({
    OpenPositions: 1,
    AccountBalance: 980,
    AvailableBalance: 860,
    RealizedPnl: -20,
    DailyPnl: -20,
    DailyLossPercent: 2,
    DrawdownPercent: 20,
    ExposurePercent: expect.closeTo(12.245, 3),
    ConsecutiveLosses: 1,
    WinRate: 75,
  });
});

test('the loss of a day counts of the starting capital, as its breaker does', () => {
  // Opened with 1,000, lost 200 before midnight and 40 since: 40 of 1,000, not of 800.
  const account = accountOf(1_000, { cash: usd(760), realizedPnl: usd(-240), dayStartEquity: usd(800) });
  expect(valuesOf(accountMeasures(account, secondsIn(60)))).toMatchObject({
    DailyPnl: -40,
    DailyLossPercent: 4,
  });
});

test('a gain is no loss, and a new day starts from nothing', () => {
  const gained = accountOf(1_000, { cash: usd(1_100) });
  expect(valuesOf(accountMeasures(gained, secondsIn(60)))).toMatchObject({
    DailyPnl: 100,
    DailyLossPercent: 0,
    DrawdownPercent: 0,
  });
  const lost = accountOf(1_000, { cash: usd(900) });
  expect(valuesOf(accountMeasures(lost, secondsIn(86_400)))).toMatchObject({
    DailyPnl: 0,
    DailyLossPercent: 0,
  });
});

test('an account without trades has no win rate, and one without money no exposure', () => {
  const values = valuesOf(accountMeasures(accountOf(1_000, { cash: usd(0) }), secondsIn(0)));
  expect(values).not.toHaveProperty('WinRate');
  expect(values.ExposurePercent).toBe(0);
});

const entry = (event: LedgerEntry['event'], account = accountOf(1_000)) => ({
  seq: 2,
  at: secondsIn(0),
  event,
  account,
});

test('a fill is a trade of its side, with its size', () => {
  const filled = {
    kind: 'filled',
    windowId: 'w',
    orderId: '0xa',
    side: 'up',
    shares: shares(10),
    cost: usd(5),
    fee: usd(0.18),
  } as const;
  expect(entryMeasures(entry(filled), undefined).slice(0, 2)).toEqual([
    { metric: 'TradesExecuted', value: 1, dimensions: { outcome: 'up' }, details: { windowId: 'w' } },
    { metric: 'TradeSize', value: 5.18 },
  ]);
});

test.each([
  ['win', { wins: 1, realizedPnl: usd(4) }, 4],
  ['loss', { losses: 1, realizedPnl: usd(-5) }, -5],
] as const)('a settlement is a %s, with its profit or loss', (result, change, pnl) => {
  const measures = entryMeasures(entry(settled, accountOf(1_000, change)), accountOf(1_000));
  expect(measures.slice(0, 2)).toMatchObject([
    { metric: 'TradesResolved', value: 1, dimensions: { result } },
    { metric: 'TradePnl', value: pnl },
  ]);
});

test('other entries say how the account stands alone, as does a settlement without the account before', () => {
  const stands = accountMeasures(accountOf(1_000), secondsIn(0));
  expect(entryMeasures(entry({ kind: 'opened', capital: usd(1_000) }), undefined)).toEqual(stands);
  expect(entryMeasures(entry(settled), undefined)).toEqual(stands);
});

test('a decision is counted by what it was', () => {
  expect(decisionMeasures(entered)).toEqual([
    {
      metric: 'SignalsGenerated',
      value: 1,
      dimensions: { action: 'enter' },
      details: { reason: 'criteria-met', outcome: 'up' },
    },
  ]);
  expect(decisionMeasures(refused('wait', 'thin-book')).map(({ metric }) => metric)).toEqual([
    'SignalsGenerated',
  ]);
});

test('a window that was skipped because its book was thin is counted as such', () => {
  expect(decisionMeasures(refused('skip', 'thin-book')).map(({ metric }) => metric)).toEqual([
    'SignalsGenerated',
    'LowLiquidity',
  ]);
});

test('an order tells how long it took: a second to be made, two to be filled, and a cent above the ask', () => {
  expect(orderMeasures(order('created'), won)).toEqual([{ metric: 'SignalLatency', value: 1_000 }]);
  expect(orderMeasures(order('matched'), won)).toEqual([
    { metric: 'OrderLatency', value: 2_000 },
    { metric: 'SlippageCents', value: expect.closeTo(1, 9) },
  ]);
});

test('an order that got nothing, or whose decision is not known, tells nothing', () => {
  expect(orderMeasures(order('unmatched'), won)).toEqual([]);
  expect(orderMeasures(order('created'), [market])).toEqual([]);
});
