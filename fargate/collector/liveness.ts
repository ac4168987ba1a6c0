import { type EpochMs, MINUTE_MS } from '../../shared/domain/units/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** The longest interval is a minute; writing what it gathered may take another. */
const HUNG_MS = 3 * MINUTE_MS;

/** Knows whether everything that is done at intervals still gets done. What fails is tried again; what hangs is not. */
export class Liveness {
  readonly #clock: Clock;
  readonly #doneAt: EpochMs[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Watches one more thing that is done at intervals. Call what is returned each time that it has been done. */
  watch(): () => void {
    const index = this.#doneAt.push(this.#clock.now()) - 1;
    return () => {
      this.#doneAt[index] = this.#clock.now();
    };
  }

  get alive(): boolean {
    const now = this.#clock.now();
    return this.#doneAt.every((at) => now - at <= HUNG_MS);
  }
}
