import type { RecordOf, WindowRecord } from '../record.ts';
import { SKIP_REASONS } from '../signal/criterion.ts';
import { entryOf } from './closed-trade.ts';
import type { Measure } from './measure.ts';
import { paidAboveAsk } from './slippage.ts';

/** What a decision of record says. */
export function decisionMeasures({ decision }: RecordOf<'decision'>): Measure[] {
  const { kind, reason, estimate } = decision;
  const details = { reason, ...(estimate !== undefined && { outcome: estimate.side }) };
  const made: Measure = { metric: 'SignalsGenerated', value: 1, dimensions: { action: kind }, details };
  const thin = kind === 'skip' && reason === SKIP_REASONS.liquidity;
  return thin ? [made, { metric: 'LowLiquidity', value: 1 }] : [made];
}

/** What an order says beside the other records of its window: how long it took, and what was paid above the quote. */
export function orderMeasures(record: RecordOf<'order'>, records: readonly WindowRecord[]): Measure[] {
  const { order, status, fills } = record;
  const entry = entryOf(records);
  if (entry === undefined) return [];
  if (status === 'created') return [{ metric: 'SignalLatency', value: order.createdAt - entry.at }];
  const last = fills.at(-1);
  if (last === undefined) return [];
  return [
    { metric: 'OrderLatency', value: last.at - order.createdAt },
    { metric: 'SlippageCents', value: 100 * paidAboveAsk(entry.decision, fills) },
  ];
}
