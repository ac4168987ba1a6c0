import { expect, test } from 'vitest';
import { slope } from '../../../bench/load/slope.ts';

test('a line has its own slope', () => {
  expect(
    slope([
      [0, 170],
      [1, 172],
      [2, 174],
    ]),
  ).toBe(2);
});

test('what goes up and down as much is flat', () => {
  // means 1.5 and 11; products of the deviations: 1.5 - 0.5 - 0.5 + ... = (-1.5)(-1) + (-0.5)(1) + (0.5)(1) + (1.5)(-1) = 0
  expect(
    slope([
      [0, 10],
      [1, 12],
      [2, 12],
      [3, 10],
    ]),
  ).toBe(0);
});
