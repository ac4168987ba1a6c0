import { expect, test } from 'vitest';
import { atLeast, atMost, median, quantile, rounded } from '../../bench/result.ts';

test('a bound is kept when it is met', () => {
  expect(atMost('delay', 20, 20)).toEqual({ what: 'delay, at most 20', figure: 20, holds: true });
  expect(atMost('delay', 20.1, 20).holds).toBe(false);
  expect(atLeast('ratio', 10, 10).holds).toBe(true);
  expect(atLeast('ratio', 9.99, 10).holds).toBe(false);
});

test('the median of an even count is the mean of the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
});

test.each([
  [0.5, 50],
  [0.99, 99],
  [1, 100],
])('%d of 1 to 100 do not exceed %d', (share, value) => {
  const sorted = Float64Array.from({ length: 100 }, (_, index) => index + 1);
  expect(quantile(sorted, share)).toBe(value);
});

test('figures have three digits', () => {
  expect(rounded(19_943)).toBe(19_900);
  expect(rounded(0.012_345)).toBe(0.0123);
});
