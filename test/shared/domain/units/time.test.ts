import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvariantError } from '../../../../shared/domain/units/invariant.ts';
import { after, epochMs, toIso, utc, utcDay } from '../../../../shared/domain/units/time.ts';
import { instant } from '../examples.ts';

test.each([-1, 0.5, Number.NaN, 2 ** 53])('%d is no instant', (value) => {
  expect(() => epochMs(value)).toThrow(InvariantError);
});

test('an instant is written in UTC with milliseconds', () => {
  expect(toIso(epochMs(1_790_616_600_000))).toBe('2026-09-28T17:30:00.000Z');
});

test('any instant up to the year 9999 is written as the engine would', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(10_000, 0, 1) - 1 }), (ms) => {
      expect(toIso(epochMs(ms))).toBe(new Date(ms).toISOString());
    }),
  );
});

test('a day and an hour of it are an instant', () => {
  expect(toIso(utc({ year: 2026, month: 8, day: 17 }))).toBe('2026-08-17T00:00:00.000Z');
  expect(toIso(utc({ year: 2026, month: 8, day: 17 }, 11))).toBe('2026-08-17T11:00:00.000Z');
});

test('an instant moves by milliseconds, backwards too', () => {
  expect(toIso(after(instant('2026-01-01T00:00:00Z'), -1))).toBe('2025-12-31T23:59:59.999Z');
});

test.each([
  ['2026-09-28T00:00:00.000Z', '2026-09-28T00:00:00.000Z'],
  ['2026-09-28T23:59:59.999Z', '2026-09-28T00:00:00.000Z'],
])('the UTC day of %s began at %s', (at, day) => {
  expect(toIso(utcDay(instant(at)))).toBe(day);
});
