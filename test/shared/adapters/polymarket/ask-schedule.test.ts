import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Known,
  nextAskAt,
  unknown,
  upcoming,
} from '../../../../shared/adapters/polymarket/ask-schedule.ts';
import { windowAt } from '../../../../shared/domain/market/window.ts';
import { type EpochMs, epochMs } from '../../../../shared/domain/units/time.ts';

const series = { asset: 'btc', length: '15m' } as const;
/** 12:00:00 to 12:15:00. */
const on = (clock: string): EpochMs => epochMs(Date.parse(`2026-11-22T${clock}Z`));
const window = windowAt(series, on('12:00:00'));

const fresh = unknown(window);
const listed = { ...fresh, listed: true };
const open = { ...listed, acceptingOrders: true };
const known = { ...open, hasStrike: true };
const resolved = { ...known, resolved: true };

test('the windows to come follow on the current one', () => {
  const opens = upcoming(series, on('12:07:30'), 2).map(({ openAt }) => openAt);
  expect(opens).toEqual([on('12:00:00'), on('12:15:00'), on('12:30:00')]);
});

describe('a window is asked for', () => {
  test.each<[string, Known, string, string | undefined]>([
    // what is known, when it was last asked, when it is asked next
    ['every 30 seconds until it is listed', fresh, '11:50:00', '11:50:30'],
    ['every minute until it takes orders', listed, '11:50:00', '11:51:00'],
    ['then not until a minute before it opens', open, '11:50:00', '11:59:00'],
    ['and every minute until its strike is told', open, '11:59:00', '12:00:00'],
    ['and every minute while it is open without one', open, '12:05:00', '12:06:00'],
    ['then not until it has closed', known, '12:05:00', '12:15:05'],
    ['at once after the close, whatever was due', open, '12:14:50', '12:15:05'],
    ['every 5 seconds after the close', known, '12:15:05', '12:15:10'],
    ['as often without a strike', open, '12:15:05', '12:15:10'],
    ['every 30 seconds two minutes after the close', known, '12:17:00', '12:17:30'],
    ['no more once it is resolved', resolved, '12:16:00', undefined],
  ])('%s', (_, state, askedAt, next) => {
    const at = on(askedAt);
    expect(nextAskAt({ ...state, askedAt: at }, at)).toBe(next === undefined ? undefined : on(next));
  });

  test('at once when it never was', () => {
    expect(nextAskAt(fresh, on('12:03:00'))).toBe(on('12:03:00'));
  });

  test('no more an hour after its close', () => {
    const state = { ...known, askedAt: on('13:14:50') };
    expect(nextAskAt(state, on('13:14:59'))).toBe(on('13:15:20'));
    expect(nextAskAt(state, on('13:15:00'))).toBeUndefined();
  });

  test('no more after its close when it never was listed', () => {
    expect(nextAskAt({ ...fresh, askedAt: on('12:14:50') }, on('12:14:59'))).toBe(on('12:15:05'));
    expect(nextAskAt({ ...fresh, askedAt: on('12:14:50') }, on('12:15:00'))).toBeUndefined();
  });
});

test('a window is never asked for twice within 5 seconds, and never left for good while it can still be resolved', () => {
  const hour = 3_600_000;
  fc.assert(
    fc.property(
      fc.constantFrom(listed, open, known),
      fc.integer({ min: window.openAt - hour, max: window.closeAt + hour - 1 }),
      (state, at) => {
        const next = nextAskAt({ ...state, askedAt: epochMs(at) }, epochMs(at));
        // What is asked in the last seconds before the close is asked again just after it.
        const least = at >= window.closeAt ? 5_000 : 0;
        return next !== undefined && next > at + least - 1;
      },
    ),
  );
});
