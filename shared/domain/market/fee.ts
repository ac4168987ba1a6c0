import { type MicroShares, type MicroUsdc, microUsdc, PRICE_ONE, type Price } from '../units/money.ts';
import type { FeeRule } from './market.ts';

/** The venue charges in steps of 0.00001 USDC (facts 5.2). */
const STEP = 10n;
const PPM = 1_000_000n;

/**
 * What the venue takes from the taker of `size` shares at `at`: `size * rate * (p * (1 - p)) ^ exponent`.
 * Rounds down to the venue's step of 0.00001 USDC, as the exchange contract does, so that the ledger agrees with the chain.
 * 100 shares at 50 cents and a rate of 0.07 pay 1.75 USDC: `takerFee(100_000_000, 5000, rate)` is 1_750_000.
 */
export function takerFee(size: MicroShares, at: Price, { ratePpm, exponent }: FeeRule): MicroUsdc {
  const one = BigInt(PRICE_ONE);
  const spread = BigInt(at) * (one - BigInt(at));
  const unit = one * one;
  const numerator = BigInt(size) * BigInt(ratePpm) * spread ** BigInt(exponent);
  const denominator = PPM * unit ** BigInt(exponent);
  return microUsdc(Number((numerator / (STEP * denominator)) * STEP));
}

/** The fee per share in dollars, unrounded: for statistics. */
export function feePerShare(at: number, { ratePpm, exponent }: FeeRule): number {
  return (ratePpm / 1e6) * (at * (1 - at)) ** exponent;
}
