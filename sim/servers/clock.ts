import { type EpochMs, epochMs } from '../../shared/domain/units/time.ts';

/** The time at the venues: that of their tape, which passes at `rate` times the pace of the wall clock. */
export interface VenueClock {
  readonly rate: number;
  now(): EpochMs;
  /** Milliseconds of wall time until it is `at` at the venues; negative when that has passed. */
  wallMsUntil(at: number): number;
}

/** It is `from` at the venues now. */
export function makeVenueClock(from: EpochMs, rate: number): VenueClock {
  const startedAt = performance.now();
  return {
    rate,
    now: () => epochMs(Math.floor(from + (performance.now() - startedAt) * rate)),
    wallMsUntil: (at) => (at - from) / rate - (performance.now() - startedAt),
  };
}
