import {
  QuarterhourError,
  StoreUnavailableError,
  WorkflowUnavailableError,
} from '../../shared/contracts/errors.ts';
import { type EpochMs, MINUTE_MS } from '../../shared/domain/units/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { BoundedMap } from './bounded-map.ts';

/** Tells what is wrong, the same words no more often than once a minute. */
export class TroubleLog {
  readonly #clock: Clock;
  readonly #write: (line: string) => void;
  readonly #toldAt = new BoundedMap<string, EpochMs>();
  #storeFailures = 0;
  #wakeFailures = 0;

  constructor(clock: Clock, write: (line: string) => void) {
    this.#clock = clock;
    this.#write = write;
  }

  /** What failed in the world will be tried again; anything else is a mistake of ours, told with its stack. */
  readonly add = (error: unknown): void => {
    if (error instanceof StoreUnavailableError) this.#storeFailures++;
    if (error instanceof WorkflowUnavailableError) this.#wakeFailures++;
    if (error instanceof QuarterhourError)
      this.#tell(error.message, { level: 'warning', name: error.name, message: error.message });
    else {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      this.#tell(message, { level: 'error', message, stack });
    }
  };

  readonly note = (message: string): void => this.#tell(message, { level: 'info', message });

  /** How often a table or the bucket did not answer, and a waiting window could not be woken, since this was asked last. */
  takeFailures(): { readonly storeFailures: number; readonly wakeFailures: number } {
    const failures = { storeFailures: this.#storeFailures, wakeFailures: this.#wakeFailures };
    this.#storeFailures = 0;
    this.#wakeFailures = 0;
    return failures;
  }

  #tell(words: string, line: object): void {
    const now = this.#clock.now();
    const before = this.#toldAt.get(words);
    if (before !== undefined && now - before < MINUTE_MS) return;
    this.#toldAt.set(words, now);
    this.#write(JSON.stringify(line));
  }
}
