import type { ClosedTrade } from '../evidence/performance.ts';
import { totalFills } from '../execution/walk.ts';
import { feePerShare } from '../market/fee.ts';
import type { Side } from '../market/side.ts';
import { windowId } from '../market/window.ts';
import type { RecordOf, WindowRecord } from '../record.ts';
import { kellyFraction } from '../risk/kelly.ts';
import type { Decision } from '../signal/evaluate.ts';
import { PRICE_ONE } from '../units/money.ts';
import type { EpochMs } from '../units/time.ts';
import { expectedAboveAsk, paidAboveAsk } from './slippage.ts';

type Entry = RecordOf<'decision'> & { readonly decision: Extract<Decision, { kind: 'enter' }> };

/** A trade from its decision to its settlement, as far as the records of its window tell. */
export interface WatchedTrade extends ClosedTrade {
  readonly windowId: string;
  readonly side: Side;
  readonly decidedAt: EpochMs;
  readonly settledAt: EpochMs;
  readonly won: boolean;
  /** That the side bought wins, as it was said at entry. */
  readonly probability: number;
  /** Size of the consensus return at entry, a fraction. */
  readonly momentum: number;
  /** Of the estimate at entry, before the multiplier and the caps. */
  readonly kelly: number;
  /** From the decision to the last fill. */
  readonly latencyMs: number;
  /** From the last fill to the close of the window. */
  readonly heldMs: number;
  /** Dollars a share above the best ask of the decision: what was paid, and what was reckoned with. */
  readonly paidAboveAsk: number;
  readonly expectedAboveAsk: number;
  /** Dollars that the venue's rules of the window charge on a share at 50 cents. */
  readonly feeAtHalf: number;
}

/** The decision to enter that was made last. */
export const entryOf = (records: readonly WindowRecord[]): Entry | undefined =>
  records.findLast(
    (record): record is Entry => record.kind === 'decision' && record.decision.kind === 'enter',
  );

/** The trade of a window; undefined where nothing was bought, or nobody knows yet how it ended. */
export function watchedTrade(records: readonly WindowRecord[]): WatchedTrade | undefined {
  const market = records.find((record) => record.kind === 'market');
  const settlement = records.find((record) => record.kind === 'settlement');
  const fills = records.flatMap((record) => (record.kind === 'order' ? record.fills : []));
  const filledAt = fills.at(-1)?.at;
  const entry = entryOf(records);
  if (market === undefined || settlement === undefined || entry === undefined || filledAt === undefined)
    return undefined;
  if (settlement.outcome === 'unknown') return undefined;
  const { decision, at: decidedAt } = entry;
  const { side, probability, ask, edge, ev } = decision.estimate;
  const { shares, cost, fee } = totalFills(fills);
  return {
    windowId: windowId(market.window),
    side,
    shares,
    cost,
    fee,
    pnl: settlement.pnl,
    ev,
    decidedAt,
    settledAt: settlement.at,
    won: settlement.pnl > 0,
    probability,
    momentum: momentumOf(decision),
    // What a share costs in all is the ask and all that lies between edge and EV.
    kelly: kellyFraction(probability, ask / PRICE_ONE + edge - ev),
    latencyMs: filledAt - decidedAt,
    heldMs: Math.max(0, market.window.closeAt - filledAt),
    paidAboveAsk: paidAboveAsk(decision, fills),
    expectedAboveAsk: expectedAboveAsk(decision, market.rules),
    feeAtHalf: feePerShare(0.5, market.rules.fee),
  };
}

function momentumOf({ criteria }: Decision): number {
  const value = criteria.find(({ name }) => name === 'momentum')?.value;
  return typeof value === 'number' ? Math.abs(value) : 0;
}
