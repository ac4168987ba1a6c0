import { expect, test } from 'vitest';
import { reviewEdge, type Week } from '../../../../shared/domain/watch/edge-review.ts';
import { shares, usd } from '../examples.ts';
import { trades } from './examples.ts';

const week = (of: Week['trades'], breakers = 0): Week => ({ trades: of, breakers });
const fine = week(trades(20, 13));
const trippedBy = (weeks: readonly Week[]) =>
  reviewEdge(weeks).flatMap(({ id, tripped }) => (tripped ? id : []));

test('a good month trips nothing', () => {
  expect(trippedBy([fine, fine, fine, fine])).toEqual([]);
});

test.each([
  // 20 trades: 10 won are 50 %, 11 are 55 %; 54 won of 100 are 54 %, 52 are 52 %.
  [
    'half of two weeks was won',
    [fine, fine, week(trades(20, 10)), week(trades(20, 10))],
    ['win-rate-2-weeks'],
  ],
  ['only the last week was bad', [fine, fine, fine, week(trades(20, 10))], []],
  ['exactly 52 % were won', [fine, fine, week(trades(100, 52)), week(trades(100, 52))], []],
  [
    '54 % were won for three weeks',
    [fine, week(trades(100, 54)), week(trades(100, 54)), week(trades(100, 54))],
    ['win-rate-3-weeks'],
  ],
  ['54 % were won for two weeks', [fine, fine, week(trades(100, 54)), week(trades(100, 54))], []],
  // Ten shares a trade: 40 cents of P&L are 4 cents a share. The gate keeps every prediction above 15 cents.
  [
    'a month predicted 19 cents and realised 4',
    Array(4).fill(week(trades(20, 13, { ev: 0.19, pnl: usd(0.4) }))),
    ['average-ev-month'],
  ],
  [
    'a month predicted 19 cents and lost 8',
    Array(4).fill(week(trades(20, 13, { ev: 0.19, pnl: usd(-0.8) }))),
    ['average-ev-month', 'average-ev-month-no-go'],
  ],
  ['exactly 5 cents were realised', Array(4).fill(week(trades(20, 13, { pnl: usd(0.5) }))), []],
  ['little was predicted and much realised', Array(4).fill(week(trades(20, 13, { ev: 0.01 }))), []],
  [
    'one large loss outweighs many small gains',
    // 20 x 1 + 19 x 1 - 250 dollars over 200 + 190 + 100 shares: -0.43
    [fine, week([...trades(19, 13), ...trades(1, 0, { shares: shares(100), pnl: usd(-250) })])],
    ['average-ev-month', 'average-ev-month-no-go'],
  ],
  ['four breakers tripped last week', [fine, fine, fine, week(trades(20, 13), 4)], ['breakers-week']],
  ['three breakers tripped last week', [fine, fine, fine, week(trades(20, 13), 3)], []],
  [
    'slippage was twice the modelled one for two weeks',
    [fine, fine, week(trades(20, 13, { paidAboveAsk: 0.02 })), week(trades(20, 13, { paidAboveAsk: 0.02 }))],
    ['slippage-2-weeks'],
  ],
  [
    'something was paid where nothing was expected',
    [fine, fine, ...Array(2).fill(week(trades(20, 13, { expectedAboveAsk: 0 })))],
    ['slippage-2-weeks'],
  ],
  [
    'prices improved where nothing was expected',
    [fine, fine, ...Array(2).fill(week(trades(20, 13, { paidAboveAsk: -0.01, expectedAboveAsk: 0 })))],
    [],
  ],
  [
    'the venue raised its fee last week',
    [fine, fine, fine, week(trades(20, 13, { feeAtHalf: 0.018 }))],
    ['fees-raised'],
  ],
  [
    'the fee was raised the week before',
    [fine, fine, ...Array(2).fill(week(trades(20, 13, { feeAtHalf: 0.018 })))],
    [],
  ],
  ['the fee was lowered', [fine, fine, fine, week(trades(20, 13, { feeAtHalf: 0 }))], []],
])('%s', (_, weeks, tripped) => {
  expect(trippedBy(weeks)).toEqual(tripped);
});

test('weeks with fewer than five trades say nothing of rates', () => {
  const few = week(trades(4, 0, { paidAboveAsk: 0.1 }));
  expect(trippedBy([fine, fine, few, few])).toEqual([]);
  expect(trippedBy([week(trades(4, 0, { pnl: usd(-5) }))])).toEqual([]);
  expect(reviewEdge([]).every(({ tripped }) => !tripped)).toBe(true);
});

test('each finding says its figures and its limit', () => {
  expect(
    reviewEdge([fine, fine, week(trades(20, 10)), week(trades(20, 9), 1)]).map(({ why }) => why),
  ).toEqual([
    'won 50.0 % (limit 52.0 %), then won 45.0 % (limit 52.0 %)',
    'realised 10.00 cents a share, predicted 10.00 cents (limit 5.00 cents)',
    '1 breakers tripped in the last week (limit 3)',
    'a share at 50 cents pays a fee of 1.75 cents, before 1.75 cents',
    'won 65.0 % (limit 55.0 %), then won 50.0 % (limit 55.0 %), then won 45.0 % (limit 55.0 %)',
    'realised 10.00 cents a share, predicted 10.00 cents (limit 3.00 cents)',
    'slippage 1.00 times the modelled one (limit 1.5), then slippage 1.00 times the modelled one (limit 1.5)',
  ]);
});
