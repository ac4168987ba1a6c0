import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LENGTH_MS, WINDOW_LENGTHS, type WindowLength } from '../../../../shared/domain/market/series.ts';
import {
  scaledMinutes,
  windowAt,
  windowId,
  windowOfSlug,
  windowSlug,
} from '../../../../shared/domain/market/window.ts';
import { epochMs, HOUR_MS, toIso } from '../../../../shared/domain/units/time.ts';
import { instant, quarter } from '../examples.ts';

const btc = (length: WindowLength) => ({ asset: 'btc', length });
const ends = (length: WindowLength, at: string) => {
  const { openAt, closeAt } = windowAt(btc(length), instant(at));
  return [toIso(openAt).slice(0, 19), toIso(closeAt).slice(0, 19)];
};
const anyLength = fc.constantFrom(...WINDOW_LENGTHS);
const anyInstant = fc
  .integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2036, 0, 1) })
  .map((ms) => epochMs(ms));

describe('windowAt', () => {
  test.each([
    ['5m', '2026-09-28T17:34:59.999Z', '2026-09-28T17:30:00', '2026-09-28T17:35:00'],
    ['5m', '2026-09-28T17:35:00.000Z', '2026-09-28T17:35:00', '2026-09-28T17:40:00'],
    ['15m', '2026-09-28T17:30:00.000Z', '2026-09-28T17:30:00', '2026-09-28T17:45:00'],
    ['15m', '2026-09-28T17:44:59.999Z', '2026-09-28T17:30:00', '2026-09-28T17:45:00'],
    ['1h', '2026-09-28T17:59:59.999Z', '2026-09-28T17:00:00', '2026-09-28T18:00:00'],
    // New York is UTC-4 in September: noon to 4 pm
    ['4h', '2026-09-28T17:30:00.000Z', '2026-09-28T16:00:00', '2026-09-28T20:00:00'],
    // and UTC-5 in January: 8 am to noon
    ['4h', '2026-01-14T16:59:59.999Z', '2026-01-14T13:00:00', '2026-01-14T17:00:00'],
  ] as const)('the %s window of %s runs from %s to %s', (length, at, openAt, closeAt) => {
    expect(ends(length, at)).toEqual([openAt, closeAt]);
  });

  test.each([
    // March 8, 2026: 2 am becomes 3 am, so midnight EST to 4 am EDT is three hours
    ['2026-03-08T04:59:59.999Z', '2026-03-08T01:00:00', '2026-03-08T05:00:00'],
    ['2026-03-08T05:00:00.000Z', '2026-03-08T05:00:00', '2026-03-08T08:00:00'],
    ['2026-03-08T07:59:59.999Z', '2026-03-08T05:00:00', '2026-03-08T08:00:00'],
    ['2026-03-08T08:00:00.000Z', '2026-03-08T08:00:00', '2026-03-08T12:00:00'],
    // November 1, 2026: 2 am becomes 1 am, so midnight EDT to 4 am EST is five hours
    ['2026-11-01T04:00:00.000Z', '2026-11-01T04:00:00', '2026-11-01T09:00:00'],
    ['2026-11-01T06:30:00.000Z', '2026-11-01T04:00:00', '2026-11-01T09:00:00'],
    ['2026-11-01T08:59:59.999Z', '2026-11-01T04:00:00', '2026-11-01T09:00:00'],
    ['2026-11-01T09:00:00.000Z', '2026-11-01T09:00:00', '2026-11-01T13:00:00'],
  ])('where the clocks change, the 4h window of %s runs from %s to %s', (at, openAt, closeAt) => {
    expect(ends('4h', at)).toEqual([openAt, closeAt]);
  });

  test('every instant lies in its window', () => {
    fc.assert(
      fc.property(anyLength, anyInstant, (length, at) => {
        const { openAt, closeAt } = windowAt(btc(length), at);
        expect(openAt <= at && at < closeAt).toBe(true);
      }),
    );
  });

  test('the open and the last millisecond of a window lie in the same window', () => {
    fc.assert(
      fc.property(anyLength, anyInstant, (length, at) => {
        const window = windowAt(btc(length), at);
        expect(windowAt(btc(length), window.openAt)).toEqual(window);
        expect(windowAt(btc(length), epochMs(window.closeAt - 1))).toEqual(window);
      }),
    );
  });

  test('the next window starts where this one ends', () => {
    fc.assert(
      fc.property(anyLength, anyInstant, (length, at) => {
        const window = windowAt(btc(length), at);
        expect(windowAt(btc(length), window.closeAt).openAt).toBe(window.closeAt);
      }),
    );
  });

  test('a window has its own length; only 4h is now and then an hour off', () => {
    fc.assert(
      fc.property(anyLength, anyInstant, (length, at) => {
        const { openAt, closeAt } = windowAt(btc(length), at);
        const off = Math.abs(closeAt - openAt - LENGTH_MS[length]);
        expect(length === '4h' ? [0, HOUR_MS] : [0]).toContain(off);
      }),
    );
  });
});

describe('names', () => {
  test('a window is known by its series and the unix second of its open', () => {
    expect(windowId(quarter)).toBe('btc-15m-1790616600');
  });

  test.each([
    // facts 3.1
    ['btc', '15m', '2026-09-28T17:30:00Z', 'btc-updown-15m-1790616600'],
    ['eth', '5m', '2026-09-28T17:30:00Z', 'eth-updown-5m-1790616600'],
    ['btc', '4h', '2026-09-28T16:00:00Z', 'btc-updown-4h-1790611200'],
    ['btc', '1h', '2026-09-28T17:00:00Z', 'bitcoin-up-or-down-september-28-2026-1pm-et'],
    ['eth', '1h', '2026-01-14T05:00:00Z', 'ethereum-up-or-down-january-14-2026-12am-et'],
    ['sol', '1h', '2026-01-14T17:00:00Z', 'solana-up-or-down-january-14-2026-12pm-et'],
    ['doge', '1h', '2026-07-01T03:00:00Z', 'dogecoin-up-or-down-june-30-2026-11pm-et'],
    // the hour that New York leaves out, and the one that it has twice
    ['btc', '1h', '2026-03-08T06:00:00Z', 'bitcoin-up-or-down-march-8-2026-1am-et'],
    ['btc', '1h', '2026-03-08T07:00:00Z', 'bitcoin-up-or-down-march-8-2026-3am-et'],
    ['btc', '1h', '2026-11-01T05:00:00Z', 'bitcoin-up-or-down-november-1-2026-1am-et'],
    ['btc', '1h', '2026-11-01T06:00:00Z', 'bitcoin-up-or-down-november-1-2026-1am-et'],
    // the second Sunday of March and the first of November, whatever day the month begins on
    ['btc', '1h', '2025-03-09T07:00:00Z', 'bitcoin-up-or-down-march-9-2025-3am-et'],
    ['btc', '1h', '2025-11-02T06:00:00Z', 'bitcoin-up-or-down-november-2-2025-1am-et'],
    ['btc', '1h', '2027-03-14T06:00:00Z', 'bitcoin-up-or-down-march-14-2027-1am-et'],
    ['btc', '1h', '2027-11-07T05:00:00Z', 'bitcoin-up-or-down-november-7-2027-1am-et'],
    ['xrp', '1h', '2026-12-31T14:00:00Z', 'xrp-up-or-down-december-31-2026-9am-et'],
  ] as const)('the %s %s window of %s has the slug %s', (asset, length, at, slug) => {
    expect(windowSlug(windowAt({ asset, length }, instant(at)))).toBe(slug);
  });

  test("an hour is named by New York's clock", () => {
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/New_York',
      dateStyle: 'long',
      timeStyle: 'short',
    });
    fc.assert(
      fc.property(anyInstant, (at) => {
        const { openAt, ...window } = windowAt(btc('1h'), at);
        // 'September 28, 2026 at 1:00 PM'
        const [, month, day, year, hour, half] =
          /^(\w+) (\d+), (\d+) at (\d+):00\s([AP]M)$/.exec(clock.format(openAt)) ?? [];
        const named = `bitcoin-up-or-down-${month}-${day}-${year}-${hour}${half}-et`.toLowerCase();
        expect(windowSlug({ openAt, ...window })).toBe(named);
      }),
    );
  });

  test('a slug gives back its window', () => {
    fc.assert(
      fc.property(fc.constantFrom('5m', '15m', '4h'), anyInstant, (length, at) => {
        const window = windowAt(btc(length), at);
        expect(windowOfSlug(windowSlug(window))).toEqual(window);
      }),
    );
  });

  test.each([
    'btc-updown-15m-1790616601', // not on the grid
    'btc-updown-4h-1790616600',
    'btc-updown-1h-1790614800', // hours are named otherwise
    'btc-updown-15m-17906166',
    'btc-updown-15m-1790616600-x',
    'bitcoin-up-or-down-september-28-2026-1pm-et',
    '',
  ])('%j is the slug of no such window', (slug) => {
    expect(windowOfSlug(slug)).toBeUndefined();
  });
});

test.each([
  ['5m', '2026-09-28T17:30:00Z', 60_000],
  ['15m', '2026-09-28T17:30:00Z', 180_000],
  ['1h', '2026-09-28T17:00:00Z', 720_000],
  // 3 x 16, and 3 x 12 on the three hours of March 8
  ['4h', '2026-09-28T16:00:00Z', 2_880_000],
  ['4h', '2026-03-08T05:00:00Z', 2_160_000],
] as const)('3 of 15 minutes in the %s window of %s are %d ms', (length, at, ms) => {
  expect(scaledMinutes(windowAt(btc(length), instant(at)), 3)).toBe(ms);
});
