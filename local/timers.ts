import type { EpochMs } from '../shared/domain/units/time.ts';
import { epochMs } from '../shared/domain/units/time.ts';
import type { Clock } from '../shared/ports/clock.ts';

interface Timer {
  readonly when: EpochMs;
  readonly run: () => Promise<void>;
}

/** A clock that stands still until it is moved, and what is to happen on its way. */
export class VirtualTimers implements Clock {
  #now = epochMs(0);
  readonly #timers: Timer[] = [];

  now(): EpochMs {
    return this.#now;
  }

  /** Runs `run` when the clock passes `when`; timers of one instant run in the order in which they were set. */
  at(when: EpochMs, run: () => Promise<void>): void {
    const index = this.#timers.findLastIndex((timer) => timer.when <= when) + 1;
    this.#timers.splice(index, 0, { when, run });
  }

  /** The earliest instant at which something is to happen; infinite when nothing is. */
  get nextAt(): number {
    return this.#timers[0]?.when ?? Number.POSITIVE_INFINITY;
  }

  /** Moves the clock to `to`, stopping at each timer on the way until it has run. The clock never goes back. */
  async advance(to: EpochMs): Promise<void> {
    for (let timer = this.#timers[0]; timer !== undefined && timer.when <= to; timer = this.#timers[0]) {
      this.#timers.shift();
      if (timer.when > this.#now) this.#now = timer.when;
      await timer.run();
    }
    if (to > this.#now) this.#now = to;
  }

  /** Moves the clock without a look at the timers: the caller knows that none is due. */
  set(to: EpochMs): void {
    this.#now = to;
  }
}
