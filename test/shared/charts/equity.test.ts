import { expect, test } from 'vitest';
import { equitySteps } from '../../../shared/charts/equity.ts';
import { REPLAY, WON } from './replay-record.ts';

test('equity steps at the close of each traded window and holds to the end of the tape', () => {
  expect(
    equitySteps(REPLAY).map(({ at, equity }) => [new Date(at).toISOString().slice(11, 16), equity]),
  ).toEqual([
    ['00:00', 100_000_000],
    ['00:30', 109_640_000],
    // 109.64 - 5.68209
    ['00:45', 103_957_910],
    ['01:00', 103_957_910],
  ]);
});

test('drawdown is the fraction below the highest equity so far', () => {
  const series = [
    ['10', '2026-11-20T00:15:00.000Z'],
    ['-22', '2026-11-20T00:30:00.000Z'],
    ['5', '2026-11-20T00:45:00.000Z'],
    ['27', '2026-11-20T01:00:00.000Z'],
  ] as const;
  const windows = series.map(([pnl, closeAt]) => ({ ...WON, pnl, closeAt }));
  // 100, 110, 88, 93, 120: 88 lies 22 of 110 below, 93 lies 17 of 110 below
  expect(equitySteps({ ...REPLAY, windows }).map((step) => step.drawdown)).toEqual([
    0,
    0,
    0.2,
    17 / 110,
    0,
    0,
  ]);
});

test('windows settle in the order of their closes, whatever their order in the result', () => {
  expect(equitySteps({ ...REPLAY, windows: REPLAY.windows.toReversed() })).toEqual(equitySteps(REPLAY));
});
