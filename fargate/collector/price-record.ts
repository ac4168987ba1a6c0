import type { MarketEvent } from '../../shared/domain/market/event.ts';
import { windowId } from '../../shared/domain/market/window.ts';
import { formatReference } from '../../shared/domain/units/spot.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { ReferenceRecord } from '../../shared/ports/reference-price.ts';
import { BoundedMap } from './bounded-map.ts';
import { ReferencePrints } from './reference-prints.ts';

type Write = () => Promise<void>;

/** Keeps the prices that windows are measured by where the tasks of other processes find them. */
export class PriceRecord {
  readonly #record: ReferenceRecord;
  readonly #failed: (error: unknown) => void;
  readonly #prints = new ReferencePrints();
  /** The strike that was told last, by window id. */
  readonly #strikes = new BoundedMap<string, string>();
  readonly #waiting = new BoundedMap<string, Write>();

  constructor(record: ReferenceRecord, failed: (error: unknown) => void) {
    this.#record = record;
    this.#failed = failed;
  }

  take(events: readonly MarketEvent[], at: EpochMs): void {
    for (const event of events) {
      if (event.kind === 'reference' && this.#prints.record(event)) {
        const { source, asset, lookbackMs, exchangeAt } = event;
        const value = formatReference(event.value);
        const print = { source, asset, lookbackMs, value, exchangeAt, receivedAt: at };
        this.#waiting.set(`print ${asset} ${lookbackMs} ${exchangeAt}`, () => this.#record.print(print));
      }
      if (event.kind !== 'listed' || event.strike === undefined) continue;
      const { window } = event.market;
      const strike = formatReference(event.strike);
      if (this.#strikes.get(windowId(window)) === strike) continue;
      this.#strikes.set(windowId(window), strike);
      this.#waiting.set(`strike ${windowId(window)}`, () => this.#record.listed(window, strike));
    }
  }

  /** Writes what waits; what fails waits for the next turn. */
  async write(): Promise<void> {
    const due = [...this.#waiting];
    this.#waiting.clear();
    await Promise.all(due.map(([key, write]) => this.#try(key, write)));
  }

  async #try(key: string, write: Write): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#failed(error);
      // A newer strike may have come meanwhile.
      if (!this.#waiting.has(key)) this.#waiting.set(key, write);
    }
  }
}
