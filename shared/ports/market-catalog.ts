import type { Market, Resolution } from '../domain/market/market.ts';
import type { Window } from '../domain/market/window.ts';

/** The venue's listing. Throws VenueUnavailableError when it cannot be asked. */
export interface MarketCatalog {
  /** Undefined when the venue lists no market for the window. */
  market(window: Window): Promise<Market | undefined>;
  /** Undefined until the market has been resolved. */
  resolution(window: Window): Promise<Resolution | undefined>;
}
