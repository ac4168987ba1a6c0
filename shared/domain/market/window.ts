import { type CalendarDay, calendarDay, daysTo, weekday } from '../units/calendar.ts';
import { after, DAY_MS, type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../units/time.ts';
import { LENGTH_MS, type Series, seriesId, type WindowLength } from './series.ts';

/** One market's life: it opens at `openAt` and is decided by the price at `closeAt`. */
export interface Window {
  readonly series: Series;
  readonly openAt: EpochMs;
  readonly closeAt: EpochMs;
}

/**
 * The window of `series` that `at` lies in: openAt <= at < closeAt.
 * 5m, 15m and 1h windows lie on the UTC grid; 4h windows on the grid of New York's clock (facts 3.1), so that
 * one is 3 or 5 hours long on the day the clocks change.
 */
export function windowAt(series: Series, at: EpochMs): Window {
  const length = LENGTH_MS[series.length];
  if (series.length !== '4h') {
    const openAt = epochMs(at - (at % length));
    return { series, openAt, closeAt: after(openAt, length) };
  }
  const local = at + newYorkOffset(at);
  const localOpen = local - (local % length);
  return { series, openAt: fromNewYork(localOpen), closeAt: fromNewYork(localOpen + length) };
}

/** 'btc-15m-1763806500': series and unix second of the open. Also the name of the window's execution. */
export const windowId = ({ series, openAt }: Window): string => `${seriesId(series)}-${openAt / 1000}`;

const NAMES: Readonly<Record<string, string>> = {
  btc: 'bitcoin',
  eth: 'ethereum',
  sol: 'solana',
  doge: 'dogecoin',
};
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

/**
 * The venue's slug (facts 3.1): 'btc-updown-15m-1790616600', and for an hour
 * 'bitcoin-up-or-down-september-28-2026-1pm-et'.
 */
export function windowSlug({ series, openAt }: Window): string {
  if (series.length !== '1h') return `${series.asset}-updown-${series.length}-${openAt / 1000}`;
  const local = openAt + newYorkOffset(openAt);
  const { year, month, day } = calendarDay(Math.floor(local / DAY_MS));
  const hour = Math.floor((local % DAY_MS) / HOUR_MS);
  const name = NAMES[series.asset] ?? series.asset;
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}${hour < 12 ? 'am' : 'pm'}`;
  return `${name}-up-or-down-${MONTHS[month - 1]}-${day}-${year}-${clock}-et`;
}

/** The window that a slug of the form `btc-updown-15m-1790616600` names; undefined for any other. */
export function windowOfSlug(slug: string): Window | undefined {
  const match = /^([a-z][a-z0-9]*)-updown-(5m|15m|4h)-(\d{9,11})$/.exec(slug);
  if (match === null) return undefined;
  const series = { asset: match[1] as string, length: match[2] as WindowLength };
  const openAt = epochMs(Number(match[3]) * 1000);
  const window = windowAt(series, openAt);
  return window.openAt === openAt ? window : undefined;
}

/** New York is UTC-4 from the second Sunday of March 07:00Z to the first Sunday of November 06:00Z, else UTC-5. */
function newYorkOffset(at: EpochMs): number {
  const { year } = calendarDay(Math.floor(at / DAY_MS));
  const summerFrom = nthSunday(2, { year, month: 3 }) * DAY_MS + 7 * HOUR_MS;
  const summerTo = nthSunday(1, { year, month: 11 }) * DAY_MS + 6 * HOUR_MS;
  return at >= summerFrom && at < summerTo ? -4 * HOUR_MS : -5 * HOUR_MS;
}

/** The instant at which New York's clock shows `local`; the later one where it shows it twice. */
function fromNewYork(local: number): EpochMs {
  const winter = epochMs(local + 5 * HOUR_MS);
  return newYorkOffset(winter) === -5 * HOUR_MS ? winter : epochMs(local + 4 * HOUR_MS);
}

/** As days since 1970-01-01. */
function nthSunday(nth: number, month: Omit<CalendarDay, 'day'>): number {
  const first = daysTo({ ...month, day: 1 });
  return first + ((7 - weekday(first)) % 7) + 7 * (nth - 1);
}

/** Minutes of a 15-minute window, scaled to the length of `window`: 3 of 15 are 1 of 5. */
export function scaledMinutes({ openAt, closeAt }: Window, minutesOf15: number): number {
  return Math.round((minutesOf15 * MINUTE_MS * (closeAt - openAt)) / LENGTH_MS['15m']);
}
