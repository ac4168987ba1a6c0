import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TrendLine } from '../../../../shared/domain/signal/trend.ts';

type Point = readonly [seconds: number, value: number];

function trendOf(points: readonly Point[]) {
  const line = new TrendLine();
  for (const [seconds, value] of points) line.add(seconds, value);
  return line.trend();
}

/** Two passes over the points, as a textbook has it. */
function regression(points: readonly Point[]) {
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, each) => sum + of(each), 0) / points.length;
  const meanT = mean(([t]) => t);
  const meanV = mean(([, v]) => v);
  const tt = mean(([t]) => (t - meanT) ** 2);
  const tv = mean(([t, v]) => (t - meanT) * (v - meanV));
  const vv = mean(([, v]) => (v - meanV) ** 2);
  return { slope: tv / tt, consistency: tv ** 2 / (tt * vv) };
}

describe('a trend', () => {
  test('is nothing before the first point', () => {
    expect(trendOf([])).toBeUndefined();
  });

  test('is the regression of the returns on time', () => {
    // means 1.5 s and 1.25e-3; Stt = 5, Stv = 4.5e-3, Svv = 4.75e-6
    // slope = 4.5e-3 / 5, R^2 = 4.5^2 / (5 x 4.75) = 0.852631...
    const trend = trendOf([
      [0, 0],
      [1, 0.001],
      [2, 0.001],
      [3, 0.003],
    ]);
    expect(trend?.slope).toBeCloseTo(0.0009, 15);
    expect(trend?.consistency).toBeCloseTo(0.8526315789473684, 12);
    expect(trend).toMatchObject({ change: 0.003, volatility: 0.003, points: 4 });
  });

  test('leans on time, not on the number of ticks: a burst at one instant does not bend it', () => {
    // on the line v = t / 1000 wherever the points lie
    const burst = trendOf([
      [0, 0],
      [1, 0.001],
      [1, 0.001],
      [1, 0.001],
      [4, 0.004],
    ]);
    expect(burst?.slope).toBeCloseTo(0.001, 15);
    expect(burst?.consistency).toBeCloseTo(1, 12);
  });

  test('falls with a negative slope and the same consistency', () => {
    const trend = trendOf([
      [0, 0],
      [1, -0.001],
      [2, -0.001],
      [3, -0.003],
    ]);
    expect(trend?.slope).toBeCloseTo(-0.0009, 15);
    expect(trend?.consistency).toBeCloseTo(0.8526315789473684, 12);
    expect(trend).toMatchObject({ change: -0.003, volatility: 0.003 });
  });

  test('is as volatile as from its low to its high, the open included', () => {
    // up to 0.2 %, down to 0.1 % above the open: the low is the open itself
    expect(
      trendOf([
        [1, 0.002],
        [2, 0.001],
      ])?.volatility,
    ).toBe(0.002);
    expect(
      trendOf([
        [1, 0.002],
        [2, -0.001],
        [3, 0],
      ])?.volatility,
    ).toBe(0.003);
  });

  test('of fewer than three points, of one instant or of one value has no consistency', () => {
    const two = trendOf([
      [0, 0],
      [1, 0.001],
    ]);
    expect(two).toMatchObject({ consistency: 0, slope: 0.001 });
    const instant = trendOf([
      [1, 0],
      [1, 0.001],
      [1, 0.002],
    ]);
    expect(instant).toMatchObject({ consistency: 0, slope: 0 });
    const flat = trendOf([
      [0, 0.001],
      [1, 0.001],
      [2, 0.001],
    ]);
    expect(flat).toMatchObject({ consistency: 0, slope: 0 });
  });

  test('of any path is what two passes over its points find', () => {
    const value = fc.integer({ min: -2_000, max: 2_000 }).map((units) => units / 100_000);
    const step = fc.integer({ min: 0, max: 5_000 }).map((ms) => ms / 1_000);
    fc.assert(
      fc.property(fc.array(fc.tuple(step, value), { minLength: 3, maxLength: 200 }), (steps) => {
        let seconds = 0;
        const points = steps.map(([ahead, v]): Point => {
          seconds += ahead;
          return [seconds, v];
        });
        fc.pre(new Set(points.map(([t]) => t)).size > 1 && new Set(points.map(([, v]) => v)).size > 1);
        const expected = regression(points);
        const trend = trendOf(points);
        expect(trend?.slope).toBeCloseTo(expected.slope, 9);
        expect(trend?.consistency).toBeCloseTo(expected.consistency, 6);
        expect(trend?.consistency).toBeLessThanOrEqual(1);
      }),
    );
  });
});
