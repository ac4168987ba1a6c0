import type { InputOf, OutputOf, RecordSkip } from '../../shared/contracts/tasks.ts';
import { isFinal } from '../../shared/domain/execution/order.ts';
import type { RecordOf } from '../../shared/domain/record.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { post } from '../../shared/ports/post.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface RecordSkipDeps {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly windows: Windows;
}

/** An order that is not at its end, or was filled. */
const mayHaveCost = ({ status, fills }: RecordOf<'order'>): boolean => !isFinal(status) || fills.length > 0;

/**
 * Records that a window is not, or not any more, traded, and why. Gives back what was reserved for it unless an order
 * may still exist or has fills: then the money stays set aside until someone has looked.
 */
export function makeRecordSkip({ clock, ledger, windows }: RecordSkipDeps) {
  return async ({ windowId, reason }: InputOf<typeof RecordSkip>): Promise<OutputOf<typeof RecordSkip>> => {
    const now = clock.now();
    const records = await windows.records(windowId);
    const market = records.find((record) => record.kind === 'market');
    const failed = reason === 'failed';
    if (market !== undefined && market.status !== 'settled')
      await windows.put(windowId, { ...market, status: failed ? 'failed' : 'skipped' });
    const told = records.some((record) => record.kind === 'decision' && record.decision.reason === reason);
    if (!told && (reason === 'not-filled' || reason === 'no-market' || reason === 'unsupported-market'))
      await windows.put(windowId, {
        kind: 'decision',
        at: now,
        decision: { kind: 'skip', reason, criteria: [] },
      });
    // Nothing is reserved before risk has approved, and nothing is left of what a final order did not use.
    if (reason !== 'not-filled' && reason !== 'failed') return { released: false };
    if (records.some((record) => record.kind === 'order' && mayHaveCost(record))) return { released: false };
    const reserved = (await ledger.head())?.account.reservations[windowId];
    if (reserved === undefined) return { released: false };
    await post(ledger, { kind: 'released', windowId, reason }, now);
    return { released: true };
  };
}
