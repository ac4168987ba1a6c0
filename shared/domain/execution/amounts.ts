import { assertNever, invariant } from '../units/invariant.ts';
import { type MicroShares, type MicroUsdc, PRICE_ONE, type Price } from '../units/money.ts';

/** What an order asks for: dollars to spend or shares to sell now, or shares at a price. */
export type OrderSpec =
  | { readonly kind: 'market-buy'; readonly dollars: MicroUsdc; readonly limit: Price }
  | { readonly kind: 'market-sell'; readonly shares: MicroShares; readonly limit: Price }
  | { readonly kind: 'limit-buy'; readonly shares: MicroShares; readonly limit: Price }
  | { readonly kind: 'limit-sell'; readonly shares: MicroShares; readonly limit: Price };

/** The two integers that are signed: what is given, and the least that is taken. Both in millionths. */
export interface OrderAmounts {
  readonly makerAmount: bigint;
  readonly takerAmount: bigint;
}

/** Decimals of the derived amount by tick size, in ten-thousandths of a dollar (facts 2.5). */
const AMOUNT_PLACES: Readonly<Record<number, number>> = { 1000: 3, 100: 4, 50: 5, 25: 6, 10: 5, 1: 6 };
/** Size and dollars always have two decimals. */
const HUNDREDTH = 10_000n;
const ONE = BigInt(PRICE_ONE);

/**
 * The amounts of an order on a market of tick size `tick` (facts 2.5). Sizes and dollars are cut to two decimals
 * and the derived amount to the tick's own, all towards zero. Market BUY of $10.37 at 53 cents: 10370000 for
 * 19566000. An order that is too small to have both amounts is an InvariantError.
 */
export function orderAmounts(spec: OrderSpec, tick: Price): OrderAmounts {
  const places = AMOUNT_PLACES[tick];
  invariant(places !== undefined, `${tick} is a tick size of the venue`);
  invariant(
    spec.limit % tick === 0 && spec.limit > 0 && spec.limit < PRICE_ONE,
    'a limit lies on the tick grid',
  );
  const cut = (value: bigint): bigint => value - (value % 10n ** BigInt(6 - places));
  const at = BigInt(spec.limit);
  const amounts = derived(spec, at, cut);
  invariant(amounts.makerAmount > 0n && amounts.takerAmount > 0n, 'an order has two amounts');
  return amounts;
}

function derived(spec: OrderSpec, at: bigint, cut: (value: bigint) => bigint): OrderAmounts {
  switch (spec.kind) {
    case 'market-buy': {
      const dollars = hundredths(spec.dollars);
      return { makerAmount: dollars, takerAmount: cut((dollars * ONE) / at) };
    }
    case 'limit-buy': {
      const shares = hundredths(spec.shares);
      return { makerAmount: cut((shares * at) / ONE), takerAmount: shares };
    }
    case 'market-sell':
    case 'limit-sell': {
      const shares = hundredths(spec.shares);
      return { makerAmount: shares, takerAmount: cut((shares * at) / ONE) };
    }
    default:
      return assertNever(spec);
  }
}

const hundredths = (value: number): bigint => (BigInt(value) / HUNDREDTH) * HUNDREDTH;
