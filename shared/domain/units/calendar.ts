/** A day of the Gregorian calendar; `month` counts from 1. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The calendar repeats after 400 years; a year that begins in March has its odd day last. */
const ERA_YEARS = 400;
const ERA_DAYS = 146_097;
/** From 0000-03-01 to 1970-01-01. */
const EPOCH_DAYS = 719_468;
const THURSDAY = 4;

/** Days from 1970-01-01 to that day: 2026-11-20 is 20,777. */
export function daysTo({ year, month, day }: CalendarDay): number {
  const fromMarch = (month + 9) % 12;
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / ERA_YEARS);
  const ofEra = marchYear - era * ERA_YEARS;
  const ofYear = daysBefore(fromMarch) + day - 1;
  return era * ERA_DAYS + daysOfYears(ofEra) + ofYear - EPOCH_DAYS;
}

/** The day that lies `days` after 1970-01-01: 20,777 is 2026-11-20. */
export function calendarDay(days: number): CalendarDay {
  const sinceEras = days + EPOCH_DAYS;
  const era = Math.floor(sinceEras / ERA_DAYS);
  const ofEra = sinceEras - era * ERA_DAYS;
  // At 365 days a year the odd days of four, of a hundred and of four hundred years are too many: they come off first.
  const odd = Math.floor(ofEra / 1_460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const yearOfEra = Math.floor((ofEra - odd) / 365);
  const ofYear = ofEra - daysOfYears(yearOfEra);
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = ((fromMarch + 2) % 12) + 1;
  const year = era * ERA_YEARS + yearOfEra + (month > 2 ? 0 : 1);
  return { year, month, day: ofYear - daysBefore(fromMarch) + 1 };
}

/** 0 for a Sunday. */
export const weekday = (days: number): number => (days + THURSDAY) % 7;

/** Days of that many years from the begin of an era on. */
const daysOfYears = (years: number): number => years * 365 + Math.floor(years / 4) - Math.floor(years / 100);

/** Days of a year that begins in March before its month of that number: 0, 31, 61, 92, ... */
const daysBefore = (fromMarch: number): number => Math.floor((153 * fromMarch + 2) / 5);
