import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDecimal, InvalidDecimalError, parseDecimal } from '../../../../shared/domain/units/decimal.ts';

describe('parseDecimal', () => {
  test.each([
    ['0.53', 4, 5_300],
    ['64123.5', 8, 6_412_350_000_000],
    ['0', 4, 0],
    ['007', 2, 700],
    ['12', 0, 12],
    ['-1.5', 6, -1_500_000],
    ['9007199254740991', 0, 9_007_199_254_740_991],
  ])('reads %s with %d places as %d', (text, places, expected) => {
    expect(parseDecimal(text, places)).toBe(expected);
  });

  test.each([
    ['0.53999', 4, 5_399],
    ['-0.53999', 4, -5_399],
    ['1.9', 0, 1],
  ])('cuts the digits of %s beyond %d places towards zero', (text, places, expected) => {
    expect(parseDecimal(text, places)).toBe(expected);
  });

  test('knows no negative zero', () => {
    expect(parseDecimal('-0', 4)).toBe(0);
    expect(parseDecimal('-0.00001', 4)).toBe(0);
  });

  test.each([
    '',
    '-',
    '.',
    '.5',
    '1.',
    '1.2.3',
    '1e5',
    '+1',
    '--1',
    ' 1',
    '1 ',
    '1,5',
    // the neighbours of the digits
    '1:5',
    '1/5',
    'NaN',
    'Infinity',
    '0x10',
    '１',
  ])('refuses %j', (text) => {
    expect(() => parseDecimal(text, 4)).toThrow(InvalidDecimalError);
  });

  test.each([
    ['9007199254740992', 0],
    ['900719925475', 4],
    ['9'.repeat(400), 0],
  ])('refuses %s with %d places: no safe integer holds it', (text, places) => {
    expect(() => parseDecimal(text, places)).toThrow(InvalidDecimalError);
  });

  test('shows at most 40 characters of what it refuses', () => {
    expect(() => parseDecimal('x'.repeat(41), 4)).toThrow(`"${'x'.repeat(40)}..."`);
    expect(() => parseDecimal('x'.repeat(40), 4)).toThrow(`"${'x'.repeat(40)}"`);
  });

  test('either reads a text or refuses it by name', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 18 }), (text, places) => {
        try {
          expect(Number.isSafeInteger(parseDecimal(text, places))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidDecimalError);
        }
      }),
    );
  });
});

describe('formatDecimal', () => {
  test.each([
    [5_300, 4, '0.53'],
    [-1_500_000, 6, '-1.5'],
    [0, 6, '0'],
    [1, 6, '0.000001'],
    [10_000, 4, '1'],
    [120, 0, '120'],
    [65_048_078_902_260_626_000_000n, 18, '65048.078902260626'],
  ])('writes %d with %d places as %s', (value, places, expected) => {
    expect(formatDecimal(value, places)).toBe(expected);
  });

  test('is read back as the same number', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 12 }), (value, places) => {
        expect(parseDecimal(formatDecimal(value, places), places)).toBe(value);
      }),
    );
  });
});
