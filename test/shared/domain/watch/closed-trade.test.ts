import { expect, test } from 'vitest';
import { watchedTrade } from '../../../../shared/domain/watch/closed-trade.ts';
import { secondsIn, shares, usd } from '../examples.ts';
import { enter, entered, market, order, settlement, won } from './examples.ts';

test('a trade is told from its decision to its settlement', () => {
  expect(watchedTrade(won)).toEqual({
    windowId: 'btc-15m-1790616600',
    side: 'up',
    shares: shares(10),
    cost: usd(5.1),
    fee: usd(0.17),
    pnl: usd(4.73),
    ev: 0.13,
    decidedAt: secondsIn(200),
    settledAt: secondsIn(960),
    won: true,
    probability: 0.66,
    momentum: 0.004,
    // (0.66 - 0.53) / (1 - 0.53): a share costs 0.50 and, between edge and EV, 0.03.
    kelly: expect.closeTo(0.2766, 5),
    latencyMs: 3_000,
    // The window closes 900 s after its open, the fill was at 203 s.
    heldMs: 697_000,
    paidAboveAsk: expect.closeTo(0.01, 9),
    // 0.16 - 0.13 - 0.0175.
    expectedAboveAsk: expect.closeTo(0.0125, 9),
    // 0.07 x 0.5 x 0.5.
    feeAtHalf: expect.closeTo(0.0175, 9),
  });
});

test('a loss is not won, and a decision without its momentum has none', () => {
  const decision = { ...enter, criteria: [] };
  const records = [market, { ...entered, decision }, order('matched'), settlement('down', -5.27)];
  expect(watchedTrade(records)).toMatchObject({ won: false, momentum: 0 });
});

test.each([
  ['nothing was bought', [market, entered, order('unmatched'), settlement('up', 0)]],
  ['nobody says who won', [market, entered, order('matched'), settlement('unknown', 0)]],
  ['it is not settled', [market, entered, order('matched')]],
  ['its market is not known', [entered, order('matched'), settlement('up', 4.73)]],
  ['its decision is not known', [market, order('matched'), settlement('up', 4.73)]],
])('there is no trade where %s', (_, records) => {
  expect(watchedTrade(records)).toBeUndefined();
});
