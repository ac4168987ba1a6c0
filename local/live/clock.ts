import { epochMs } from '../../shared/domain/units/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** A clock that runs by itself, perhaps faster than the machine's: a simulated venue may. */
export interface RunningClock extends Clock {
  /** Milliseconds of this clock in one of the machine. */
  readonly rate: number;
}

export const systemClock: RunningClock = { rate: 1, now: () => epochMs(Date.now()) };

/** A clock that showed `now` at the machine's monotonic instant `asOf`, and runs at `rate` ever since. */
export function clockFrom({ now, asOf, rate }: { now: number; asOf: number; rate: number }): RunningClock {
  return { rate, now: () => epochMs(Math.floor(now + (performance.now() - asOf) * rate)) };
}
