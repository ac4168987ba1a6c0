import { expect, test } from 'vitest';
import { micro, pnlText, usdText } from '../../../shared/charts/amounts.ts';

test('reads a decimal string as whole millionths', () => {
  expect(micro('5.4961')).toBe(5_496_100);
  expect(micro('-0.000001')).toBe(-1);
});

test.each([
  [1_204_500_000, '$1,204.50', '+$1,204.50'],
  [-3_200_000, '\u2212$3.20', '\u2212$3.20'],
  [-4_000, '$0.00', '$0.00'],
  [0, '$0.00', '$0.00'],
])('%d millionths read as %s, as a gain %s', (micros, plain, gain) => {
  expect(usdText(micros)).toBe(plain);
  expect(pnlText(micros)).toBe(gain);
});
