import type { Brand } from './brand.ts';
import { formatDecimal, InvalidDecimalError, parseDecimal } from './decimal.ts';
import { invariant } from './invariant.ts';

/** A spot price in hundred-millionths of a dollar (or of USDT), as exchanges quote it. */
export type SpotPrice = Brand<number, 'SpotPrice'>;
/** A reference price in 10^-18 dollars, the precision that settlement compares. */
export type ReferenceValue = Brand<bigint, 'ReferenceValue'>;

const SPOT_PLACES = 8;
const REFERENCE_PLACES = 18;

export function spotPrice(value: number): SpotPrice {
  invariant(Number.isSafeInteger(value) && value > 0, () => `a spot price is positive, got ${value}`);
  return value as SpotPrice;
}

/** '64123.5' to 6412350000000. Throws {@link InvalidDecimalError} unless positive. */
export function parseSpotPrice(text: string): SpotPrice {
  const value = parseDecimal(text, SPOT_PLACES);
  if (value <= 0) throw new InvalidDecimalError(text);
  return value as SpotPrice;
}

/** Dollars as a float, for statistics only. */
export const spotDollars = (value: SpotPrice): number => value / 1e8;

/** '65048.078902260626' to 65048078902260626000000n. Throws {@link InvalidDecimalError} unless positive. */
export function parseReference(text: string): ReferenceValue {
  const match = /^(\d{1,30})(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new InvalidDecimalError(text);
  const fraction = (match[2] ?? '').slice(0, REFERENCE_PLACES).padEnd(REFERENCE_PLACES, '0');
  return referenceValue(BigInt(match[1] + fraction), text);
}

/** An E18 integer string, as RTDS sends it. Throws {@link InvalidDecimalError} unless positive. */
export function parseReferenceE18(text: string): ReferenceValue {
  if (!/^\d{1,48}$/.test(text)) throw new InvalidDecimalError(text);
  return referenceValue(BigInt(text), text);
}

function referenceValue(value: bigint, text: string): ReferenceValue {
  if (value <= 0n) throw new InvalidDecimalError(text);
  return value as ReferenceValue;
}

/** '65048.078902260626' for 65048078902260626000000n. */
export const formatReference = (value: ReferenceValue): string => formatDecimal(value, REFERENCE_PLACES);

/** Dollars as a float, for statistics only. */
export const referenceDollars = (value: ReferenceValue): number => Number(value) / 1e18;
