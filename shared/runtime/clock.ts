import { epochMs } from '../domain/units/time.ts';
import type { Clock } from '../ports/clock.ts';

/** The machine's own clock. */
export const systemClock: Clock = { now: () => epochMs(Date.now()) };
