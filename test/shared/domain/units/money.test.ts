import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../../../shared/domain/units/invariant.ts';
import {
  formatPrice,
  formatShares,
  formatUsdc,
  microShares,
  microUsdc,
  mulDivCeil,
  mulDivFloor,
  notional,
  PRICE_ONE,
  price,
  sharesFor,
} from '../../../../shared/domain/units/money.ts';

const anySize = fc.integer({ min: 0, max: 1_000_000_000_000 }).map(microShares);
// $900,000 at a hundredth of a cent still buys a safe integer of millionths of a share
const anyBudget = fc.integer({ min: 0, max: 900_000_000_000 }).map(microUsdc);
const anyPrice = fc.integer({ min: 1, max: 9_999 }).map(price);

describe('units', () => {
  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is no count of millionths', (value) => {
    expect(() => microUsdc(value)).toThrow(InvariantError);
    expect(() => microShares(value)).toThrow(InvariantError);
  });

  test.each([-1, 10_001, 0.5, Number.NaN])('%d is no price', (value) => {
    expect(() => price(value)).toThrow(InvariantError);
  });

  test('a price runs from nothing to a dollar, both allowed', () => {
    expect(price(0)).toBe(0);
    expect(price(10_000)).toBe(PRICE_ONE);
  });

  test('money and prices are written as decimals', () => {
    expect(formatUsdc(microUsdc(5_496_100))).toBe('5.4961');
    expect(formatUsdc(microUsdc(-18_400_000))).toBe('-18.4');
    expect(formatShares(microShares(10_370_000))).toBe('10.37');
    expect(formatPrice(price(5_300))).toBe('0.53');
  });
});

describe('products', () => {
  test('are exact where floats are not', () => {
    // 9007199254740991 x 9999 / 10000 = 9006298534815516.9...
    expect(mulDivFloor(Number.MAX_SAFE_INTEGER, 9_999, 10_000)).toBe(9_006_298_534_815_516);
    expect(mulDivCeil(Number.MAX_SAFE_INTEGER, 9_999, 10_000)).toBe(9_006_298_534_815_517);
  });

  test('without a remainder are the same both ways', () => {
    expect(mulDivFloor(6, 4, 3)).toBe(8);
    expect(mulDivCeil(6, 4, 3)).toBe(8);
  });

  test('beyond a safe integer are our own defect', () => {
    expect(() => mulDivCeil(Number.MAX_SAFE_INTEGER, 2, 1)).toThrow(InvariantError);
  });
});

describe('notional', () => {
  test.each([
    // 10.37 x 0.53 = 5.4961 (facts 2.5)
    [10_370_000, 5_300, 5_496_100],
    // a millionth of a share at 53 cents is 0.53 millionths of a dollar
    [1, 5_300, 0],
    // events of the chain (facts 5.2)
    [7_042_251, 7_100, 4_999_998],
    [1_219_511, 8_200, 999_999],
    [0, 5_300, 0],
  ])('%d millionths of a share at %d cost %d', (size, at, cost) => {
    expect(notional(microShares(size), price(at))).toBe(cost);
  });

  test('is never above size times price, and less than a millionth below', () => {
    fc.assert(
      fc.property(anySize, anyPrice, (size, at) => {
        const under = BigInt(size) * BigInt(at) - BigInt(notional(size, at)) * 10_000n;
        expect(under >= 0n && under < 10_000n).toBe(true);
      }),
    );
  });
});

describe('sharesFor', () => {
  test.each([
    // 5 / 0.66 = 7.5757575... and 1 / 0.48 = 2.0833333..., as events of the chain have it (facts 5.2)
    [5_000_000, 6_600, 7_575_758],
    [1_000_000, 4_800, 2_083_334],
    // 10 / 0.5
    [10_000_000, 5_000, 20_000_000],
  ])('%d millionths of a dollar at %d buy %d millionths of a share', (budget, at, bought) => {
    expect(sharesFor(microUsdc(budget), price(at))).toBe(bought);
  });

  test('costs the budget to the last millionth, and one millionth of a share less would not', () => {
    fc.assert(
      fc.property(anyBudget, anyPrice, (budget, at) => {
        const bought = sharesFor(budget, at);
        expect(notional(bought, at)).toBe(budget);
        expect(BigInt(bought - 1) * BigInt(at) < BigInt(budget) * 10_000n).toBe(true);
      }),
    );
  });
});
