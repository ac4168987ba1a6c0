import type { Brand } from './brand.ts';
import { formatDecimal } from './decimal.ts';
import { invariant } from './invariant.ts';

/** USDC in millionths, the token's own unit. */
export type MicroUsdc = Brand<number, 'MicroUsdc'>;
/** Outcome shares in millionths, the token's own unit. One share of the winner pays one USDC. */
export type MicroShares = Brand<number, 'MicroShares'>;
/** USDC per share in ten-thousandths: 5300 is 53 cents. The finest tick of the venue is 1. */
export type Price = Brand<number, 'Price'>;

/** One USDC per share. */
export const PRICE_ONE = 10_000 as Price;
/** One cent, the step of the dollars in a market order. */
export const CENT = 10_000 as MicroUsdc;
const PRICE_PLACES = 4;
const MICRO_PLACES = 6;

function safe(value: number, unit: string): number {
  invariant(Number.isSafeInteger(value), () => `${unit} is a safe integer, got ${value}`);
  return value;
}

export const microUsdc = (value: number): MicroUsdc => safe(value, 'MicroUsdc') as MicroUsdc;
export const microShares = (value: number): MicroShares => safe(value, 'MicroShares') as MicroShares;

/** A price from 0 to {@link PRICE_ONE}, both allowed: a book may quote neither, a settlement pays either. */
export function price(value: number): Price {
  invariant(
    Number.isInteger(value) && value >= 0 && value <= PRICE_ONE,
    () => `a price is 0..10000, got ${value}`,
  );
  return value as Price;
}

/** floor(a * b / c) for non-negative safe integers, exact through BigInt. */
export function mulDivFloor(a: number, b: number, c: number): number {
  return safe(Number((BigInt(a) * BigInt(b)) / BigInt(c)), 'a quotient');
}

/** ceil(a * b / c) for non-negative safe integers, exact through BigInt. */
export function mulDivCeil(a: number, b: number, c: number): number {
  const divisor = BigInt(c);
  return safe(Number((BigInt(a) * BigInt(b) + divisor - 1n) / divisor), 'a quotient');
}

/**
 * What `size` shares cost at `at`. Rounds down, as the exchange contract does (facts 5.2).
 * 10.37 shares at 53 cents cost 5.4961 USDC: `notional(10_370_000, 5300)` is 5_496_100.
 */
export function notional(size: MicroShares, at: Price): MicroUsdc {
  return microUsdc(mulDivFloor(size, at, PRICE_ONE));
}

/**
 * How many shares `budget` buys at `at`. Rounds up, as the venue does, and still costs no more than the budget (facts 5.2).
 * $5 at 66 cents buys 7.575758 shares.
 */
export function sharesFor(budget: MicroUsdc, at: Price): MicroShares {
  return microShares(mulDivCeil(budget, PRICE_ONE, at));
}

/** '5.4961' for 5_496_100. */
export const formatUsdc = (value: MicroUsdc): string => formatDecimal(value, MICRO_PLACES);
/** '10.37' for 10_370_000. */
export const formatShares = (value: MicroShares): string => formatDecimal(value, MICRO_PLACES);
/** '0.53' for 5300. */
export const formatPrice = (value: Price): string => formatDecimal(value, PRICE_PLACES);
