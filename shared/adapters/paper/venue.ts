import type { Order } from '../../domain/execution/order.ts';
import { walkAsks } from '../../domain/execution/walk.ts';
import type { Level } from '../../domain/market/book.ts';
import type { VenueRules } from '../../domain/market/market.ts';
import { after, type EpochMs } from '../../domain/units/time.ts';
import type { OrderReport, Venue } from '../../ports/venue.ts';

export interface PaperVenueDeps {
  /** Runs `match` at `when` by the host's clock, or at once when that has passed. */
  readonly at: (when: EpochMs, match: () => Promise<void>) => void;
  /** The asks of a token as they stand, best first; undefined when its book is not known. */
  readonly asks: (windowId: string, order: Order) => readonly Level[] | undefined;
  readonly rules: (windowId: string) => Promise<VenueRules>;
  /** From the decision until the venue has the order. */
  readonly orderLatencyMs: number;
}

/**
 * Trades on the book that the market really had. An order reaches the venue `orderLatencyMs` after it was made, is
 * held for the taker delay, and only then meets the asks of that moment: at its limit or better, level by level, with
 * the fee of the window's rules. It takes no liquidity away from the market it watches. An order that is known is not
 * placed again, and after a restart the same order meets the same book.
 */
export function makePaperVenue({ at, asks, rules, orderLatencyMs }: PaperVenueDeps): Venue {
  const reports = new Map<string, OrderReport>();
  return {
    place: async (order) => {
      const known = reports.get(order.id);
      if (known !== undefined) return known;
      const { takerDelayMs, fee } = await rules(order.windowId);
      const matchAt = after(order.createdAt, orderLatencyMs + takerDelayMs);
      const held: OrderReport = { status: 'delayed', fills: [], matchAt };
      reports.set(order.id, held);
      at(matchAt, async () => {
        const fills = walkAsks(order, asks(order.windowId, order) ?? [], fee, matchAt);
        reports.set(order.id, { status: fills.length > 0 ? 'matched' : 'unmatched', fills });
      });
      return held;
    },
    report: async (orderId) => reports.get(orderId),
  };
}
