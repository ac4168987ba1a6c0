import { expect, test } from 'vitest';
import { declaredRules, parseTickSize } from '../../../../shared/adapters/polymarket/market-rules.ts';
import { InvalidDecimalError } from '../../../../shared/domain/units/decimal.ts';

/** Facts 2.5. */
test.each([
  ['0.1', 1000],
  ['0.01', 100],
  ['0.005', 50],
  ['0.0025', 25],
  ['0.001', 10],
  ['0.0001', 1],
])('a tick size of %s is %d ten-thousandths', (text, size) => {
  expect(parseTickSize(text)).toBe(size);
});

test.each(['0', '0.02', '0.00005', '1', '-0.01', 'NaN'])('a tick size of %s is none of the venue', (text) => {
  expect(() => parseTickSize(text)).toThrow(InvalidDecimalError);
});

test('a market that states nothing declares nothing', () => {
  expect(declaredRules({})).toEqual({});
});

test('a rate that may be a number or a text is read to the millionth', () => {
  expect(declaredRules({ fee: { rate: 0.072, exponent: '1' } })).toEqual({
    fee: { ratePpm: 72_000, exponent: 1 },
  });
});
