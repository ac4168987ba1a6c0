import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidDecimalError } from '../../../../shared/domain/units/decimal.ts';
import { InvariantError } from '../../../../shared/domain/units/invariant.ts';
import {
  formatReference,
  parseReference,
  parseReferenceE18,
  parseSpotPrice,
  type ReferenceValue,
  referenceDollars,
  spotDollars,
  spotPrice,
} from '../../../../shared/domain/units/spot.ts';

describe('spot prices', () => {
  test('are read in hundred-millionths of a dollar', () => {
    expect(parseSpotPrice('64123.5')).toBe(6_412_350_000_000);
    expect(spotDollars(parseSpotPrice('64123.5'))).toBe(64_123.5);
    expect(spotPrice(6_412_350_000_000)).toBe(parseSpotPrice('64123.50'));
  });

  test.each(['0', '-1', '0.000000001', 'abc', ''])('%j is none', (text) => {
    expect(() => parseSpotPrice(text)).toThrow(InvalidDecimalError);
  });

  test.each([0, -1, 1.5, 2 ** 53])('%d is no count of hundred-millionths', (value) => {
    expect(() => spotPrice(value)).toThrow(InvariantError);
  });
});

describe('reference prices', () => {
  test('keep every digit that settlement compares', () => {
    expect(parseReference('65048.078902260626')).toBe(65_048_078_902_260_626_000_000n);
    expect(parseReference('83884')).toBe(83_884_000_000_000_000_000_000n);
    expect(formatReference(parseReference('65048.078902260626'))).toBe('65048.078902260626');
    expect(referenceDollars(parseReference('65048.5'))).toBe(65_048.5);
  });

  test('are the same from a decimal and from an integer of 10^-18 dollars', () => {
    expect(parseReferenceE18('65048078902260626000000')).toBe(parseReference('65048.078902260626'));
  });

  test('are cut at the eighteenth decimal', () => {
    expect(parseReference('1.0000000000000000019')).toBe(1_000_000_000_000_000_001n);
  });

  test.each(['', '0', '0.0000000000000000001', '-1', '.5', '1.', '1e5', 'NaN', '1\n'])(
    'are not %j',
    (text) => {
      expect(() => parseReference(text)).toThrow(InvalidDecimalError);
    },
  );

  test.each(['', '0', '-1', '1.5', '9'.repeat(49)])('as an integer are not %j', (text) => {
    expect(() => parseReferenceE18(text)).toThrow(InvalidDecimalError);
  });

  test('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), (value) => {
        expect(parseReference(formatReference(value as ReferenceValue))).toBe(value);
      }),
    );
  });
});
