import type { InputOf, OutputOf, PlaceOrder } from '../../shared/contracts/tasks.ts';
import { orderAmounts } from '../../shared/domain/execution/amounts.ts';
import { advance, isFinal, type Order, type OrderType } from '../../shared/domain/execution/order.ts';
import type { RecordOf } from '../../shared/domain/record.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Venue } from '../../shared/ports/venue.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface PlaceOrderDeps {
  readonly clock: Clock;
  readonly venue: Venue;
  readonly windows: Windows;
  readonly orderType: OrderType;
}

type Input = InputOf<typeof PlaceOrder>;
type OrderRecord = RecordOf<'order'>;

/**
 * Builds the order, keeps it, and only then sends it: run again after a crash it sends the same order under the same
 * id. Whether it was filled is not asked here.
 */
export function makePlaceOrder({ clock, venue, windows, orderType }: PlaceOrderDeps) {
  return async (input: Input): Promise<OutputOf<typeof PlaceOrder>> => {
    const { windowId } = input;
    const records = await windows.records(windowId);
    const kept = records.find((record): record is OrderRecord => record.kind === 'order');
    const created = kept ?? orderRecord(input, orderType, clock);
    if (kept === undefined) await windows.put(windowId, created);
    if (isFinal(created.status)) return { orderId: created.order.id, status: created.status };
    const { status, fills, matchAt = created.matchAt } = await venue.place(created.order);
    await windows.put(windowId, { ...created, status: advance(created.status, status), fills, matchAt });
    return { orderId: created.order.id, status };
  };
}

function orderRecord(
  { windowId, market, signal, approval }: Input,
  type: OrderType,
  clock: Clock,
): OrderRecord {
  const { decision } = signal;
  invariant(decision.kind === 'enter', 'only an entry is ordered');
  const { side, limit, tickSize } = decision.estimate;
  const { stake } = approval;
  const { makerAmount, takerAmount } = orderAmounts({ kind: 'market-buy', dollars: stake, limit }, tickSize);
  const now = clock.now();
  const order: Order = {
    id: `${windowId}-1`,
    windowId,
    side,
    token: market.tokens[side],
    type,
    limit,
    stake,
    tickSize,
    createdAt: now,
  };
  return {
    kind: 'order',
    at: now,
    order,
    makerAmount: String(makerAmount),
    takerAmount: String(takerAmount),
    status: 'created',
    fills: [],
  };
}
