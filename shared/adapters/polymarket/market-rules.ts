import type { DeclaredRules, FeeRule } from '../../domain/market/market.ts';
import { InvalidDecimalError, parseDecimal } from '../../domain/units/decimal.ts';
import { microShares, type Price, price } from '../../domain/units/money.ts';

/** What stands for a version that a market does not name: no version of the venue, and so never traded. */
export const UNSTATED = 'unstated';

/** The field came with Protocol V2: a market without it is older, and so a v1 market; null says nothing. */
export const statedVersion = (version: string | null | undefined): string =>
  version === undefined ? 'v1' : (version ?? UNSTATED);

/** The rules as a market states them on the wire; numbers and decimal strings both occur. */
export interface WireRules {
  readonly feesEnabled?: boolean | undefined;
  readonly fee?: { readonly rate: number | string; readonly exponent: number | string } | undefined;
  readonly tickSize?: number | string | undefined;
  readonly minSize?: number | string | undefined;
  readonly twapLookbackSeconds?: number | undefined;
}

/** Throws InvalidDecimalError for figures that are no decimals; an exponent other than 1 or 2 is left undeclared. */
export function declaredRules({
  feesEnabled,
  fee,
  tickSize,
  minSize,
  twapLookbackSeconds,
}: WireRules): DeclaredRules {
  const rule = feesEnabled === false ? FREE : fee === undefined ? undefined : feeRule(fee);
  return {
    ...(rule === undefined ? {} : { fee: rule }),
    ...(tickSize === undefined ? {} : { tickSize: parseTickSize(String(tickSize)) }),
    ...(minSize === undefined ? {} : { minSize: microShares(nonNegative(String(minSize))) }),
    ...(twapLookbackSeconds === undefined ? {} : { twapLookbackMs: positive(twapLookbackSeconds) * 1000 }),
  };
}

const FREE: FeeRule = { ratePpm: 0, exponent: 1 };
/** A fee is no more than what is bought. */
const MOST_PPM = 1_000_000;

function feeRule({
  rate,
  exponent,
}: {
  rate: number | string;
  exponent: number | string;
}): FeeRule | undefined {
  const power = Number(exponent);
  if (power !== 1 && power !== 2) return undefined;
  const ratePpm = nonNegative(String(rate));
  if (ratePpm > MOST_PPM) throw new InvalidDecimalError(String(rate));
  return { ratePpm, exponent: power };
}

/** The tick sizes that the venue has (facts 2.5). */
const TICKS = new Set([1, 10, 25, 50, 100, 1000]);

/** A tick size of the venue: '0.001' is 10. Throws InvalidDecimalError for any other figure, 0 included. */
export function parseTickSize(text: string): Price {
  const value = parseDecimal(text, 4);
  if (!TICKS.has(value)) throw new InvalidDecimalError(text);
  return price(value);
}

function positive(value: number): number {
  if (value <= 0) throw new InvalidDecimalError(String(value));
  return value;
}

function nonNegative(text: string): number {
  const value = parseDecimal(text, 6);
  if (value < 0) throw new InvalidDecimalError(text);
  return value;
}
