import { expect, test } from 'vitest';
import { tradesOf } from '../../../shared/charts/trades.ts';
import { LOST, QUIET, REPLAY, WON } from './replay-record.ts';

test('only windows with a fill are trades', () => {
  expect(tradesOf(REPLAY.windows).map((trade) => trade.windowId)).toEqual([WON.id, LOST.id]);
});

test('the fills of a window add up, each cost rounded down to the millionth', () => {
  const fill = {
    at: '2026-11-20T00:34:01.000Z',
    side: 'down',
    shares: '0.000001',
    price: '0.5',
    fee: '0',
  } as const;
  const [trade] = tradesOf([{ ...LOST, fills: [...LOST.fills, fill] }]);
  // 10.37 x 0.53 = 5.4961, and 0.000001 x 0.5 rounds down to nothing
  expect(trade).toMatchObject({ shares: 10_370_001, cost: 5_496_100, fee: 185_990, pnl: -5_682_090 });
});

test('the word of the venue outranks our own reading of the outcome', () => {
  const settlement = { outcome: 'up', official: 'down', source: 'chainlink' } as const;
  expect(tradesOf([{ ...WON, settlement }])[0]?.outcome).toBe('down');
  expect(tradesOf([{ ...WON, settlement: QUIET.settlement }])[0]?.outcome).toBe('up');
});
