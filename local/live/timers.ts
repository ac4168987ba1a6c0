import { type EpochMs, HOUR_MS } from '../../shared/domain/units/time.ts';
import type { Timers } from '../workflow/host.ts';
import type { RunningClock } from './clock.ts';

/** The machine's own timers hold no more than 24 days; a longer wait is taken in parts. */
const LONGEST_MS = 24 * HOUR_MS;

/** The timers of a process that runs as the world does. */
export class RunningTimers implements Timers {
  readonly #clock: RunningClock;
  readonly #failed: (error: unknown) => void;
  readonly #waiting = new Set<NodeJS.Timeout>();
  #stopped = false;

  /** `failed` is told what a timer's work threw: it is nothing that this process can go on from. */
  constructor(clock: RunningClock, failed: (error: unknown) => void) {
    this.#clock = clock;
    this.#failed = failed;
  }

  now(): EpochMs {
    return this.#clock.now();
  }

  at(when: EpochMs, run: () => Promise<void>): void {
    if (this.#stopped) return;
    const waitMs = Math.max(0, (when - this.#clock.now()) / this.#clock.rate);
    const timer = setTimeout(
      () => {
        this.#waiting.delete(timer);
        if (this.#clock.now() < when) this.at(when, run);
        else run().catch(this.#failed);
      },
      Math.min(Math.ceil(waitMs), LONGEST_MS),
    );
    this.#waiting.add(timer);
  }

  /** Forgets what is to come: an execution goes on when the process is started again. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#waiting) clearTimeout(timer);
  }
}
