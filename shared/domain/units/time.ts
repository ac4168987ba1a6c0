import type { Brand } from './brand.ts';
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

/** '2026-11-20T00:15:00.000Z'. */
export const toIso = (at: EpochMs): string => new Date(at).toISOString();

/** Midnight UTC of the day that `at` lies in. */
export const utcDay = (at: EpochMs): EpochMs => epochMs(at - (at % DAY_MS));
