import type { ReferenceValue } from '../units/spot.ts';

/**
 * Where a window's strike comes from: our own record of the print stamped at the open, the venue's figure, or an
 * estimate from another feed.
 */
export type StrikeSource = 'recorded' | 'gamma' | 'estimated';

export interface Strike {
  readonly value: ReferenceValue;
  readonly source: StrikeSource;
}
