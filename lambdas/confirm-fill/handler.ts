import { OrderUnknownError } from '../../shared/contracts/errors.ts';
import type { ConfirmFill, InputOf, OutputOf } from '../../shared/contracts/tasks.ts';
import { advance, isFinal } from '../../shared/domain/execution/order.ts';
import { totalFills } from '../../shared/domain/execution/walk.ts';
import type { RecordOf } from '../../shared/domain/record.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { post } from '../../shared/ports/post.ts';
import type { Venue } from '../../shared/ports/venue.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface ConfirmFillDeps {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly venue: Venue;
  readonly windows: Windows;
}

/**
 * Asks the venue what became of the order, and books its fills. What was recorded as its end is its end. Throws
 * OrderUnknownError when the venue does not know it (yet).
 */
export function makeConfirmFill({ clock, ledger, venue, windows }: ConfirmFillDeps) {
  return async ({
    windowId,
    orderId,
  }: InputOf<typeof ConfirmFill>): Promise<OutputOf<typeof ConfirmFill>> => {
    const records = await windows.records(windowId);
    const record = records.find(
      (each): each is RecordOf<'order'> =>
        each.kind === 'order' && (orderId === null || each.order.id === orderId),
    );
    if (record === undefined && orderId === null) return { kind: 'no-order' };
    invariant(record !== undefined, `order ${orderId} was kept before it was sent`);
    const { id } = record.order;
    const report = isFinal(record.status) ? record : await venue.report(id);
    if (report === undefined) throw new OrderUnknownError(`the venue does not know order ${id} yet`);
    const { status, fills, reason } = report;
    if (!isFinal(status)) return { kind: 'pending' };
    await windows.put(windowId, { ...record, status: advance(record.status, status), fills, reason });
    if (fills.length === 0) return { kind: 'nothing' };
    const total = totalFills(fills);
    if (records.some(({ kind }) => kind === 'settlement') && !(await isReserved(ledger, windowId)))
      return { kind: 'filled', ...total };
    await post(
      ledger,
      { kind: 'filled', windowId, orderId: id, side: record.order.side, ...total },
      clock.now(),
    );
    await enter(windows, windowId);
    return { kind: 'filled', ...total };
  };
}

/** Money that is still set aside was never turned into a position. */
async function isReserved(ledger: Ledger, windowId: string): Promise<boolean> {
  return (await ledger.head())?.account.reservations[windowId] !== undefined;
}

async function enter(windows: Windows, windowId: string): Promise<void> {
  const market = await windows.market(windowId);
  invariant(market !== undefined, `${windowId} was opened before it was entered`);
  await windows.put(windowId, { ...market, status: 'entered' });
}
