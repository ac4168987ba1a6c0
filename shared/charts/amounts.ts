import { parseDecimal } from '../domain/units/decimal.ts';

const MICRO_PLACES = 6;
const PER_UNIT = 10 ** MICRO_PLACES;
const PER_CENT = PER_UNIT / 100;

/** Micro-USD (or micro-shares) of a decimal string, so that sums are exact: '5.4961' is 5_496_100. */
export const micro = (amount: string): number => parseDecimal(amount, MICRO_PLACES);

/** A float for drawing only: 5_496_100 is 5.4961. */
export const units = (micros: number): number => micros / PER_UNIT;

const MINUS = '\u2212';

/** For reading only, to the nearest cent: -3_200_000 is '−$3.20', and what rounds to nothing has no sign. */
export function usdText(micros: number, plus = ''): string {
  const cents = Math.round(Math.abs(micros) / PER_CENT);
  const text = (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (cents === 0) return `$${text}`;
  return `${micros < 0 ? MINUS : plus}$${text}`;
}

/** A gain or a loss, to the nearest cent and always with its sign: '+$3.20'. */
export const pnlText = (micros: number): string => usdText(micros, '+');
