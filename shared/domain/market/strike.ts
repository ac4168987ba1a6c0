import { formatReference, type ReferenceValue } from '../units/spot.ts';

/**
 * Where a window's strike comes from: our own record of the print stamped at the open, the venue's figure, or an
 * estimate from another feed.
 */
export type StrikeSource = 'recorded' | 'gamma' | 'estimated';

export interface Strike {
  readonly value: ReferenceValue;
  readonly source: StrikeSource;
}

/** A strike as it is stored: dollars as a decimal string, since 10^-18 dollars do not fit a number. */
export interface StoredStrike {
  readonly value: string;
  readonly source: StrikeSource;
}

export const toStored = ({ value, source }: Strike): StoredStrike => ({
  value: formatReference(value),
  source,
});
