import type { ApiHealth } from '../domain/risk/breakers.ts';
import { after, type EpochMs, MINUTE_MS } from '../domain/units/time.ts';
import type { Clock } from '../ports/clock.ts';

const REMEMBERED_MS = 5 * MINUTE_MS;

/** Remembers how the interfaces we call answered in the last five minutes. */
export class ApiCalls {
  readonly #clock: Clock;
  readonly #ending: AbortSignal;
  readonly #calls: { readonly at: EpochMs; readonly failed: boolean }[] = [];

  /** After `ending` nothing is waited for any more. */
  constructor(clock: Clock, ending: AbortSignal) {
    this.#clock = clock;
    this.#ending = ending;
  }

  /** `fetch`, counted. An answer of 429 or 5xx is a failure, as is none; 404 is an answer like any other. */
  readonly fetch: typeof globalThis.fetch = async (what, options) => {
    const signals = [this.#ending, options?.signal].filter((signal) => signal != null);
    try {
      const answer = await globalThis.fetch(what, { ...options, signal: AbortSignal.any(signals) });
      this.add(answer.status === 429 || answer.status >= 500);
      return answer;
    } catch (error) {
      this.add(true);
      throw error;
    }
  };

  /** Of the last five minutes, or of less. */
  recent(lookbackMs = REMEMBERED_MS): ApiHealth {
    const from = after(this.#clock.now(), -lookbackMs);
    const calls = this.#calls.filter(({ at }) => at >= from);
    return { calls: calls.length, errors: calls.filter(({ failed }) => failed).length };
  }

  /** One was called by other means than {@link fetch}. */
  add(failed: boolean): void {
    this.#calls.push({ at: this.#clock.now(), failed });
    this.#forget();
  }

  #forget(): void {
    const from = after(this.#clock.now(), -REMEMBERED_MS);
    const first = this.#calls.findIndex(({ at }) => at >= from);
    this.#calls.splice(0, first < 0 ? this.#calls.length : first);
  }
}
