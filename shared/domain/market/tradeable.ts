import { type MicroUsdc, microUsdc } from '../units/money.ts';
import { type EpochMs, MINUTE_MS } from '../units/time.ts';
import type { Market } from './market.ts';

/** Why a listed market is left alone. */
export type Untradeable = 'unsupported-version' | 'too-late' | 'not-accepting-orders' | 'thin';

export interface ListingCriteria {
  /** Least time to the close, in milliseconds. */
  readonly leastLeftMs: number;
  readonly minLiquidity: MicroUsdc;
}

/** The plan's: a minute is left at least, and 100 dollars of liquidity. */
export const LISTING_CRITERIA: ListingCriteria = {
  leastLeftMs: MINUTE_MS,
  minLiquidity: microUsdc(100_000_000),
};

/** The only version of market whose orders we know how to sign (facts 1.7). */
export const TRADEABLE_VERSION = 'v1';

/**
 * What a listing says against trading its market at `now`, undefined when nothing does. A liquidity that the venue does
 * not tell is not held against it: the book is looked at before each order.
 */
export function untradeable(
  { version, acceptingOrders, window }: Market,
  now: EpochMs,
  { leastLeftMs, minLiquidity, liquidity }: ListingCriteria & { readonly liquidity: MicroUsdc | undefined },
): Untradeable | undefined {
  if (version !== TRADEABLE_VERSION) return 'unsupported-version';
  if (window.closeAt - now < leastLeftMs) return 'too-late';
  if (!acceptingOrders) return 'not-accepting-orders';
  return liquidity !== undefined && liquidity < minLiquidity ? 'thin' : undefined;
}
