import type { VenueRules } from '../domain/market/market.ts';
import type { Strike } from '../domain/market/strike.ts';
import type { Window } from '../domain/market/window.ts';
import type { ReferenceValue } from '../domain/units/spot.ts';
import type { ReferenceTick } from './ticks.ts';

/** The prices that windows are measured by, as we have them. */
export interface ReferencePrices {
  /** The price to beat and where we have it from; undefined when no feed gave one. */
  strike(window: Window, rules: VenueRules): Promise<Strike | undefined>;
  /** The print that decides; undefined when it was not received. */
  final(window: Window, rules: VenueRules): Promise<ReferenceValue | undefined>;
}

/** The collector's side, where it does not share a process with the tasks. */
export interface ReferenceRecord {
  /** A print that is stamped at a window's boundary; the first of an instant stands. */
  print(tick: ReferenceTick): Promise<void>;
  /** The strike that the venue's listing names, as a decimal string of dollars; the last one stands. */
  listed(window: Window, strike: string): Promise<void>;
}
