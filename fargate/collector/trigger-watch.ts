import type { Series } from '../../shared/domain/market/series.ts';
import { type Window, windowAt, windowId } from '../../shared/domain/market/window.ts';
import { entryWindow, type SignalParameters } from '../../shared/domain/signal/evaluate.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ArmedTriggers } from '../../shared/ports/triggers.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Collector } from './collect.ts';

interface TriggerWatchDeps {
  readonly clock: Clock;
  readonly series: readonly Series[];
  readonly parameters: SignalParameters;
  readonly triggers: ArmedTriggers;
  readonly collector: Pick<Collector, 'arm' | 'window'>;
}

/** Arms the collector with what the tasks of another process armed. Only windows that may be entered now are asked for. */
export class TriggerWatch {
  readonly #deps: TriggerWatchDeps;
  /** By window id, the token that the collector was armed with last. */
  readonly #tokens = new BoundedMap<string, string>();

  constructor(deps: TriggerWatchDeps) {
    this.#deps = deps;
  }

  /** Throws StoreUnavailableError when the triggers cannot be read; the next look reads them. */
  async look(): Promise<void> {
    const { clock, series, parameters } = this.#deps;
    const now = clock.now();
    const enterable = series
      .map((each) => windowAt(each, now))
      .filter((window) => {
        const { from, to } = entryWindow(window, parameters);
        return now >= from && now <= to;
      });
    await Promise.all(enterable.map((window) => this.#ask(window)));
  }

  /** The execution that waits with `token` was not reached: the next look arms it again. */
  forget(token: string): void {
    for (const [id, known] of this.#tokens) if (known === token) this.#tokens.delete(id);
  }

  async #ask(window: Window): Promise<void> {
    const { triggers, collector } = this.#deps;
    const id = windowId(window);
    const armed = await triggers.armed(id);
    if (armed === undefined || armed.token === this.#tokens.get(id)) return;
    // Of a window that is not listed yet nothing is known: its trigger waits.
    if (collector.window(id) === undefined) return;
    this.#tokens.set(id, armed.token);
    collector.arm(id, armed.token, armed.until);
  }
}
