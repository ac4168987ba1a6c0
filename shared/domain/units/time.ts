import type { Brand } from './brand.ts';
import { type CalendarDay, calendarDay, daysTo } from './calendar.ts';
import { invariant } from './invariant.ts';

/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Brand<number, 'EpochMs'>;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export function epochMs(value: number): EpochMs {
  invariant(
    Number.isSafeInteger(value) && value >= 0,
    () => `an instant is whole milliseconds, got ${value}`,
  );
  return value as EpochMs;
}

/** The instant `ms` after `at` (before it, when negative). */
export const after = (at: EpochMs, ms: number): EpochMs => epochMs(at + ms);

/** The first instant of a day, or of an hour of it, UTC: `utc({ year: 2026, month: 8, day: 17 }, 11)`. */
export const utc = (day: CalendarDay, hour = 0): EpochMs => epochMs(daysTo(day) * DAY_MS + hour * HOUR_MS);

/** '2026-11-20T00:15:00.000Z'. */
export function toIso(at: EpochMs): string {
  const { year, month, day } = calendarDay(Math.floor(at / DAY_MS));
  const ms = at % DAY_MS;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const time = `${two(ms / HOUR_MS)}:${two((ms % HOUR_MS) / MINUTE_MS)}:${two((ms % MINUTE_MS) / SECOND_MS)}`;
  return `${date}T${time}.${String(ms % SECOND_MS).padStart(3, '0')}Z`;
}

/** Midnight UTC of the day that `at` lies in. */
export const utcDay = (at: EpochMs): EpochMs => epochMs(at - (at % DAY_MS));
