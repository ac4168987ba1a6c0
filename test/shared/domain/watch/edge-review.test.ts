import { expect, test } from 'vitest';
import { reviewEdge, type Week } from '../../../../shared/domain/watch/edge-review.ts';
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
  ['a month had an EV of 4 %', Array(4).fill(week(trades(20, 13, { ev: 0.04 }))), ['average-ev-month']],
  [
    'a month had an EV of 2 %',
    Array(4).fill(week(trades(20, 13, { ev: 0.02 }))),
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
  expect(trippedBy([week(trades(4, 0, { ev: 0 }))])).toEqual([]);
  expect(reviewEdge([]).every(({ tripped }) => !tripped)).toBe(true);
});

test('each finding says its figures and its limit', () => {
  expect(
    reviewEdge([fine, fine, week(trades(20, 10)), week(trades(20, 9), 1)]).map(({ why }) => why),
  ).toEqual([
    'won 50.0 % (limit 52.0 %), then won 45.0 % (limit 52.0 %)',
    'average EV 10.0 % (limit 5.0 %)',
    '1 breakers tripped in the last week (limit 3)',
    'a share at 50 cents pays a fee of 1.75 cents, before 1.75 cents',
    'won 65.0 % (limit 55.0 %), then won 50.0 % (limit 55.0 %), then won 45.0 % (limit 55.0 %)',
    'average EV 10.0 % (limit 3.0 %)',
    'slippage 1.00 times the modelled one (limit 1.5), then slippage 1.00 times the modelled one (limit 1.5)',
  ]);
});
