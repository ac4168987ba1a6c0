import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalCdf, normalPdf } from '../../../../shared/domain/signal/normal.ts';

describe('normalCdf', () => {
  test.each([
    // tabulated values of the standard normal distribution, and its tail at -6 to -10 (Abramowitz and Stegun 26.2)
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [1, 0.8413447460685429],
    [1.2815515655446004, 0.9],
    [1.96, 0.9750021048517795],
    [2, 0.9772498680518208],
    [3, 0.9986501019683699],
    [-1, 0.15865525393145705],
    [-1.96, 0.024997895148220435],
    [-3, 0.0013498980316300946],
    [-6, 9.865876450376981e-10],
    [-7.5, 3.190891672910896e-14],
    [-8, 6.220960574271784e-16],
    [-10, 7.61985302416e-24],
  ])('of %d is %d', (x, expected) => {
    expect(Math.abs(normalCdf(x) - expected)).toBeLessThan(1e-14);
  });

  test('keeps seven digits far out in the tail', () => {
    expect(normalCdf(-8) / 6.220960574271784e-16).toBeCloseTo(1, 7);
    expect(normalCdf(-10) / 7.61985302416e-24).toBeCloseTo(1, 7);
  });

  test('is certain beyond 37 deviations', () => {
    expect([normalCdf(38), normalCdf(-38)]).toEqual([1, 0]);
    expect([normalCdf(Number.POSITIVE_INFINITY), normalCdf(Number.NEGATIVE_INFINITY)]).toEqual([1, 0]);
  });

  test('of x and of -x are one together', () => {
    fc.assert(
      fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (x) => {
        expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 14);
      }),
    );
  });

  test('never falls', () => {
    const anyX = fc.double({ min: -40, max: 40, noNaN: true });
    fc.assert(
      fc.property(anyX, anyX, (a, b) => {
        expect(normalCdf(Math.max(a, b)) - normalCdf(Math.min(a, b))).toBeGreaterThan(-1e-14);
      }),
    );
  });
});

test.each([
  [0, 0.3989422804014327],
  [1, 0.24197072451914337],
  [-1, 0.24197072451914337],
  [1.96, 0.058440944333451476],
])('normalPdf of %d is %d', (x, expected) => {
  expect(normalPdf(x)).toBeCloseTo(expected, 15);
});
