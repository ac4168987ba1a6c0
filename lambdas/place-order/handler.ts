import { StaleDecisionError } from '../../shared/contracts/errors.ts';
import type { InputOf, OutputOf, PlaceOrder } from '../../shared/contracts/tasks.ts';
import { orderAmounts } from '../../shared/domain/execution/amounts.ts';
import { advance, type Order, type OrderType } from '../../shared/domain/execution/order.ts';
import type { RecordOf } from '../../shared/domain/record.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import { SECOND_MS } from '../../shared/domain/units/time.ts';
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

/** A decision is ordered on within this time or not at all. */
const KEEPS_MS = 10 * SECOND_MS;

/**
 * Builds the order, keeps it, and only then sends it: run again after a crash it sends the same order under the same
 * id, unless that is known to have been sent. Whether it was filled is not asked here. Throws StaleDecisionError when
 * the decision is too old to be sent.
 */
export function makePlaceOrder({ clock, venue, windows, orderType }: PlaceOrderDeps) {
  return async (input: Input): Promise<OutputOf<typeof PlaceOrder>> => {
    const { windowId } = input;
    const records = await windows.records(windowId);
    const kept = records.find((record): record is OrderRecord => record.kind === 'order');
    if (kept !== undefined && kept.status !== 'created')
      return { orderId: kept.order.id, status: kept.status };
    const ageMs = clock.now() - input.signal.at;
    if (ageMs > KEEPS_MS)
      throw new StaleDecisionError(
        `${windowId}: the decision is ${ageMs / SECOND_MS} s old, nothing is sent`,
      );
    const created = kept ?? orderRecord(input, orderType, clock);
    if (kept === undefined) await windows.put(windowId, created);
    const { status, fills, reason, matchAt = created.matchAt } = await venue.place(created.order);
    await windows.put(windowId, {
      ...created,
      status: advance(created.status, status),
      fills,
      matchAt,
      reason,
    });
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
