import type { Order } from '../../domain/execution/order.ts';
import { walkAsks } from '../../domain/execution/walk.ts';
import type { RecordOf } from '../../domain/record.ts';
import { invariant } from '../../domain/units/invariant.ts';
import { after, type EpochMs, SECOND_MS } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HotState } from '../../ports/hot-state.ts';
import type { OrderReport, Venue } from '../../ports/venue.ts';
import type { Windows } from '../../ports/windows.ts';

interface RecordedVenueDeps {
  readonly clock: Clock;
  readonly hot: HotState;
  readonly windows: Windows;
  /** From the decision until the venue has the order. */
  readonly orderLatencyMs: number;
}

/** The collector writes a book every second; one that is later than this is not the book that the order met. */
const PATIENCE_MS = 10 * SECOND_MS;

/**
 * The paper venue of hosts that remember nothing: what it holds is the order as the window's records have it. An order
 * meets the first book that it is asked about and that the collector wrote at or after its time, `orderLatencyMs` and
 * the taker delay after it was made, and gets no more than the levels which that book shows. When the collector writes
 * none within ten seconds, the order was not filled. What it answers last must be kept as the order's record, and is its
 * answer from then on.
 */
export function makeRecordedVenue({ clock, hot, windows, orderLatencyMs }: RecordedVenueDeps): Venue {
  const matchAt = async ({ windowId, createdAt }: Order) => {
    const { rules } = await opened(windows, windowId);
    return after(createdAt, orderLatencyMs + rules.takerDelayMs);
  };
  return {
    place: async (order) => ({ status: 'delayed', fills: [], matchAt: await matchAt(order) }),
    async report(orderId) {
      const record = await orderOf(windows, orderId);
      // It is kept before it is sent: one that stands as created may never have been.
      if (record === undefined || record.status === 'created') return undefined;
      const { order, status, fills } = record;
      if (status !== 'delayed') return { status, fills };
      const due = await matchAt(order);
      if (clock.now() < due) return { status, fills, matchAt: due };
      return met(order, due);
    },
  };

  async function met(order: Order, due: EpochMs): Promise<OrderReport> {
    const snapshot = await hot.snapshot(order.windowId);
    const latest = after(due, PATIENCE_MS);
    if (snapshot === undefined || snapshot.at < due || snapshot.at > latest)
      return clock.now() < latest
        ? { status: 'delayed', fills: [], matchAt: due }
        : { status: 'unmatched', fills: [] };
    const { rules } = await opened(windows, order.windowId);
    const asks = snapshot.books[order.side]?.asks ?? [];
    const fills = walkAsks(order, asks, rules.fee, snapshot.at);
    return { status: fills.length > 0 ? 'matched' : 'unmatched', fills };
  }
}

async function opened(windows: Windows, windowId: string): Promise<RecordOf<'market'>> {
  const market = await windows.market(windowId);
  invariant(market !== undefined, `${windowId} is opened before an order is placed in it`);
  return market;
}

/** An order's id is its window's with a number behind it. */
async function orderOf(windows: Windows, orderId: string): Promise<RecordOf<'order'> | undefined> {
  const records = await windows.records(orderId.slice(0, orderId.lastIndexOf('-')));
  return records.find(
    (record): record is RecordOf<'order'> => record.kind === 'order' && record.order.id === orderId,
  );
}
