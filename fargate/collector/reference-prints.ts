import type { ReferencePrint } from '../../shared/domain/market/event.ts';
import type { SettlementRule } from '../../shared/domain/market/market.ts';
import type { ReferenceValue } from '../../shared/domain/units/spot.ts';
import { type EpochMs, MINUTE_MS } from '../../shared/domain/units/time.ts';
import { BoundedMap } from './bounded-map.ts';

/** Windows open and close on these instants only. */
const BOUNDARY_MS = 5 * MINUTE_MS;
/** The prints stamped at window boundaries: strikes and finals. The first print of an instant stands. */
export class ReferencePrints {
  readonly #values = new BoundedMap<string, ReferenceValue>();

  /** True when the print is one that a window is measured by, and new. */
  record({ source, asset, lookbackMs, exchangeAt, value }: ReferencePrint): boolean {
    if (source !== 'chainlink' || exchangeAt % BOUNDARY_MS !== 0) return false;
    const key = keyOf(asset, lookbackMs, exchangeAt);
    if (this.#values.has(key)) return false;
    this.#values.set(key, value);
    return true;
  }

  /** The print that `rule` settles on, stamped at `at`; undefined when it was not received. */
  at(asset: string, rule: SettlementRule, at: EpochMs): ReferenceValue | undefined {
    if (rule.source !== 'chainlink') return undefined;
    return this.#values.get(keyOf(asset, rule.kind === 'twap' ? rule.lookbackMs : 0, at));
  }
}

const keyOf = (asset: string, lookbackMs: number, at: EpochMs): string => `${asset} ${lookbackMs} ${at}`;
