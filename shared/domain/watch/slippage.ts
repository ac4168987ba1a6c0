import { totalFills } from '../execution/walk.ts';
import { feePerShare } from '../market/fee.ts';
import type { VenueRules } from '../market/market.ts';
import type { RecordOf } from '../record.ts';
import type { Decision } from '../signal/evaluate.ts';
import { PRICE_ONE } from '../units/money.ts';

type Entry = Extract<Decision, { kind: 'enter' }>;

/** What was paid above the best ask of the decision, dollars a share; before the fee. */
export function paidAboveAsk({ estimate }: Entry, fills: RecordOf<'order'>['fills']): number {
  const { cost, shares } = totalFills(fills);
  return cost / shares - estimate.ask / PRICE_ONE;
}

/**
 * What the decision reckoned with, dollars a share: the part of the edge that is neither EV nor fee, which is expected
 * slippage and drift. An edge of 0.16, an EV of 0.13 and a fee of 0.0175 leave 0.0125.
 */
export function expectedAboveAsk({ estimate }: Entry, { fee }: VenueRules): number {
  return Math.max(0, estimate.edge - estimate.ev - feePerShare(estimate.ask / PRICE_ONE, fee));
}
