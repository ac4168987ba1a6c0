import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feePerShare, takerFee } from '../../../../shared/domain/market/fee.ts';
import { microShares, price } from '../../../../shared/domain/units/money.ts';
import { shares } from '../examples.ts';

const TODAY = { ratePpm: 70_000, exponent: 1 } as const;
const SPRING = { ratePpm: 72_000, exponent: 1 } as const;
const WINTER = { ratePpm: 250_000, exponent: 2 } as const;
const anyFee = fc.constantFrom(TODAY, SPRING, WINTER);
const anyPrice = fc.integer({ min: 1, max: 9_999 });
const anySize = fc.integer({ min: 1, max: 100_000_000_000 }).map(microShares);

describe('takerFee', () => {
  test.each([
    // the table of facts 5.1: 1.75, 1.47, 0.63, 0.33 and 0.07 cents a share, before the table's own rounding
    [5_000, 1_750_000], // 100 x 0.07 x 0.25
    [7_000, 1_470_000], // 100 x 0.07 x 0.21
    [3_000, 1_470_000],
    [9_000, 630_000], // 100 x 0.07 x 0.09
    [1_000, 630_000],
    [9_500, 332_500], // 100 x 0.07 x 0.0475
    [9_900, 69_300], // 100 x 0.07 x 0.0099
  ])('100 shares at %d cost a fee of %d', (at, fee) => {
    expect(takerFee(shares(100), price(at), TODAY)).toBe(fee);
  });

  test.each([
    [5_000, 17_500],
    [7_000, 14_700],
    [9_000, 6_300],
    // 0.07 x 0.0475 = 0.003325, 0.07 x 0.0099 = 0.000693, down to 0.00001
    [9_500, 3_320],
    [9_900, 690],
  ])('one share at %d costs a fee of %d', (at, fee) => {
    expect(takerFee(shares(1), price(at), TODAY)).toBe(fee);
  });

  test.each([
    // 100 x 0.25 x 0.25^2 = 1.5625, the 1.56 % peak of facts 5.5 on half a dollar a share
    [5_000, 1_562_500],
    // 100 x 0.25 x 0.09^2 = 0.2025
    [1_000, 202_500],
  ])('with the squared fee of January 2026, 100 shares at %d cost %d', (at, fee) => {
    expect(takerFee(shares(100), price(at), WINTER)).toBe(fee);
  });

  test.each([
    // 100 x 0.072 x 0.25 = 1.8 and 100 x 0.072 x 0.09 = 0.648
    [5_000, 1_800_000],
    [1_000, 648_000],
  ])('with the fee of April 2026, 100 shares at %d cost %d', (at, fee) => {
    expect(takerFee(shares(100), price(at), SPRING)).toBe(fee);
  });

  test.each([
    // at 50 cents a share pays 0.0175: 0.000571 shares pay 0.0000099925, 0.000572 pay 0.00001001
    [571, 0],
    [572, 10],
    // 0.004 shares pay 0.00007 exactly
    [4_000, 70],
  ])('%d millionths of a share at 50 cents pay %d: steps of 0.00001, nothing below one', (size, fee) => {
    expect(takerFee(microShares(size), price(5_000), TODAY)).toBe(fee);
  });

  // `OrderFilled` events of CTF Exchange V2, 24 to 30 September 2026 (facts 5.2): shares, price, rate and the fee charged
  test.each([
    [7_575_758, 6_600, 50_000, 85_000],
    [7_042_251, 7_100, 50_000, 72_490],
    [21_126_758, 7_100, 50_000, 217_490],
    [1_219_511, 8_200, 70_000, 12_590],
    [5_149_310, 9_710, 70_000, 10_140],
    [108_000_000, 3_600, 70_000, 1_741_820],
  ])('%d millionths of a share at %d and a rate of %d paid %d on chain', (size, at, ratePpm, fee) => {
    expect(takerFee(microShares(size), price(at), { ratePpm, exponent: 1 })).toBe(fee);
  });

  test('a share that is certain pays nothing', () => {
    expect(takerFee(shares(100), price(0), TODAY)).toBe(0);
    expect(takerFee(shares(100), price(10_000), TODAY)).toBe(0);
  });

  test('is the same at p and 1 - p', () => {
    fc.assert(
      fc.property(anySize, anyPrice, anyFee, (size, at, fee) => {
        expect(takerFee(size, price(at), fee)).toBe(takerFee(size, price(10_000 - at), fee));
      }),
    );
  });

  test('is in whole steps and grows with the size', () => {
    fc.assert(
      fc.property(anySize, anyPrice, anyFee, (size, at, fee) => {
        const paid = takerFee(size, price(at), fee);
        expect(paid % 10).toBe(0);
        expect(takerFee(microShares(size + 1), price(at), fee)).toBeGreaterThanOrEqual(paid);
      }),
    );
  });

  test('is never above the unrounded fee, and less than one step below it', () => {
    fc.assert(
      fc.property(anySize, anyPrice, anyFee, (size, at, fee) => {
        const paid = takerFee(size, price(at), fee);
        const exact = size * feePerShare(at / 10_000, fee);
        expect(paid - exact).toBeLessThan(0.01);
        expect(paid - exact).toBeGreaterThan(-10.01);
      }),
    );
  });
});

describe('feePerShare', () => {
  test.each([
    [0.5, TODAY, 0.0175],
    [0.7, TODAY, 0.0147],
    [0.9, TODAY, 0.0063],
    [0.5, SPRING, 0.018],
    [0.5, WINTER, 0.015625],
  ])('a share at %d under %o pays %d dollars', (at, fee, dollars) => {
    expect(feePerShare(at, fee)).toBeCloseTo(dollars, 12);
  });
});
