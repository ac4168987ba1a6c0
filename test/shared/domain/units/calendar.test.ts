import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarDay, daysTo, weekday } from '../../../../shared/domain/units/calendar.ts';

const DAY_MS = 86_400_000;

test.each([
  [0, { year: 1970, month: 1, day: 1 }, 'a Thursday', 4],
  [-1, { year: 1969, month: 12, day: 31 }, 'a Wednesday', 3],
  // 30 years and the leap days of 1972 to 1996, then 31 + 29
  [11_016, { year: 2000, month: 2, day: 29 }, 'a Tuesday', 2],
  [11_017, { year: 2000, month: 3, day: 1 }, 'a Wednesday', 3],
  [20_777, { year: 2026, month: 11, day: 20 }, 'a Friday', 5],
  // 2100 is no leap year
  [47_541, { year: 2100, month: 3, day: 1 }, 'a Monday', 1],
])('day %d is %j, %s', (days, day, _, ofWeek) => {
  expect(calendarDay(days)).toEqual(day);
  expect(daysTo(day)).toBe(days);
  if (days >= 0) expect(weekday(days)).toBe(ofWeek);
});

test('any day from 1970 to 9999 is the one that the engine knows', () => {
  const last = Date.UTC(9999, 11, 31) / DAY_MS;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: last }), (days) => {
      const known = new Date(days * DAY_MS);
      const day = { year: known.getUTCFullYear(), month: known.getUTCMonth() + 1, day: known.getUTCDate() };
      expect(calendarDay(days)).toEqual(day);
      expect(daysTo(day)).toBe(days);
      expect(weekday(days)).toBe(known.getUTCDay());
    }),
    { numRuns: 2_000 },
  );
});
