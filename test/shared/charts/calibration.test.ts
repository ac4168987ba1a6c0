import { expect, test } from 'vitest';
import { calibrationBins, calibrationChart, wilson } from '../../../shared/charts/calibration.ts';
import { QUIET, REPLAY, WON } from './replay-record.ts';

const unknown = { ...WON, settlement: { outcome: 'unknown', source: 'none' } } as const;

test('trades are binned by tenths of probability, certainty in the last', () => {
  const bins = calibrationBins([
    { probability: 1, won: true },
    { probability: 0.95, won: false },
    { probability: 0.62, won: true },
  ]);
  expect(bins).toMatchObject([
    { probability: 0.62, won: 1, trades: 1 },
    { probability: 0.975, won: 0.5, trades: 2 },
  ]);
});

test.each([
  // the interval of 8 in 10 is in every table; none of 10 reaches z^2 / (10 + z^2) = 3.8415 / 13.8415
  [8, 10, 0.49, 0.943],
  [0, 10, 0, 0.278],
])('the 95 %% interval of %d in %d is %d to %d', (wins, trades, low, high) => {
  expect(wilson(wins, trades).low).toBeCloseTo(low, 3);
  expect(wilson(wins, trades).high).toBeCloseTo(high, 3);
});

test.each([
  ['five settled trades', [WON, WON, WON, WON, WON], true],
  ['four settled trades and one unsettled', [WON, WON, WON, WON, unknown, QUIET], false],
])('with %s there is a chart: %s', (_, windows, drawn) => {
  expect(calibrationChart({ ...REPLAY, windows }) !== undefined).toBe(drawn);
});
