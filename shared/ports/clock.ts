import type { EpochMs } from '../domain/units/time.ts';

/** What time it is, for us. */
export interface Clock {
  now(): EpochMs;
}
