import { type EpochMs, toIso } from '../../domain/units/time.ts';

/** The UTC day of `at`, as keys have it: '2026-11-20'. */
export const toDay = (at: EpochMs): string => toIso(at).slice(0, 10);
