import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kellyFraction } from '../../../../shared/domain/risk/kelly.ts';

test("is the plan's (p b - q) / b with b = (1 - price) / price", () => {
  // 0.72 against 58 cents: b = 0.42 / 0.58 = 0.724138; (0.72 x 0.724138 - 0.28) / 0.724138 = 1/3
  expect(kellyFraction(0.72, 0.58)).toBeCloseTo(1 / 3, 12);
  // 0.60 against 50 cents: b = 1, 0.60 - 0.40
  expect(kellyFraction(0.6, 0.5)).toBeCloseTo(0.2, 12);
});

test.each([
  ['the cost is the probability', 0.58, 0.58],
  ['the cost is above the probability', 0.5, 0.58],
  ['a share costs a dollar', 1, 1],
  ['a share costs more than a dollar', 1, 1.02],
])('is nothing when %s', (_, probability, cost) => {
  expect(kellyFraction(probability, cost)).toBe(0);
});

test('is everything when the win is certain', () => {
  expect(kellyFraction(1, 0.99)).toBe(1);
});

test('is a fraction, and never more for a higher cost', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const cost = fc.double({ min: 0, max: 1.1, noNaN: true });
  fc.assert(
    fc.property(unit, cost, cost, (probability, a, b) => {
      const cheap = kellyFraction(probability, Math.min(a, b));
      const dear = kellyFraction(probability, Math.max(a, b));
      expect(cheap >= 0 && cheap <= 1).toBe(true);
      expect(dear).toBeLessThanOrEqual(cheap);
    }),
  );
});
