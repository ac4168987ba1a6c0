import { expect, test } from 'vitest';
import { backoffMs } from '../../../shared/feeds/backoff.ts';

/** The longest wait: what the highest random number gives. */
const longest = (failures: number, outageMs: number) => backoffMs({ failures, outageMs }, () => 0.999_999);

test.each([
  // 250 ms, doubled with every failure.
  [0, 0, 249],
  [1, 0, 499],
  [2, 0, 999],
  // Two seconds in the first minute of an outage.
  [3, 0, 1_999],
  [20, 59_999, 1_999],
  // Half a minute after it; 250 x 2^5 = 8000.
  [5, 60_000, 7_999],
  [20, 60_000, 29_999],
  [10_000, 60_000, 29_999],
])('after %d failures in an outage of %d ms the wait is at most %d ms', (failures, outageMs, ms) => {
  expect(longest(failures, outageMs)).toBe(ms);
});

test('the jitter is full: from nothing at all', () => {
  expect(backoffMs({ failures: 20, outageMs: 60_000 }, () => 0)).toBe(0);
  expect(backoffMs({ failures: 20, outageMs: 60_000 }, () => 0.5)).toBe(15_000);
});
