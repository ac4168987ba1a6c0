import type { Order } from '../../domain/execution/order.ts';
import { walkAsks } from '../../domain/execution/walk.ts';
import type { Level } from '../../domain/market/book.ts';
import type { VenueRules } from '../../domain/market/market.ts';
import { after, type EpochMs, epochMs } from '../../domain/units/time.ts';
import type { OrderReport, Venue } from '../../ports/venue.ts';

export interface PaperVenueDeps {
  readonly now: () => EpochMs;
  /** Runs `match` at `when` by the host's clock, or at once when that has passed. */
  readonly at: (when: EpochMs, match: () => Promise<void>) => void;
  /** Since when this process has watched the market. */
  readonly watchedFrom: () => EpochMs;
  /** The asks of a token as they stand, best first; undefined when its book is not known. */
  readonly asks: (windowId: string, order: Order) => readonly Level[] | undefined;
  readonly rules: (windowId: string) => Promise<VenueRules>;
  /** From the decision until the venue has the order. */
  readonly orderLatencyMs: number;
}

const UNWATCHED: OrderReport = { status: 'unmatched', fills: [], reason: 'unwatched' };

/**
 * Trades on the book that the market really had. An order reaches the venue `orderLatencyMs` after it was made, is
 * held for the taker delay, and only then meets the asks of that moment: at its limit or better, level by level, with
 * the fee of the window's rules. It takes no liquidity away from the market it watches. An order that is known is not
 * placed again. One that would have met its book before this process watched it, or whose book is not known, is not
 * filled: what stood in that book nobody can say.
 */
export function makePaperVenue(deps: PaperVenueDeps): Venue {
  const { now, at, watchedFrom, asks, rules, orderLatencyMs } = deps;
  const reports = new Map<string, OrderReport>();
  return {
    place: async (order) => {
      const known = reports.get(order.id);
      if (known !== undefined) return known;
      const { takerDelayMs, fee } = await rules(order.windowId);
      const dueAt = after(order.createdAt, orderLatencyMs + takerDelayMs);
      if (dueAt < watchedFrom()) {
        reports.set(order.id, UNWATCHED);
        return UNWATCHED;
      }
      // An order that is placed late meets the book of the time when it comes.
      const matchAt = epochMs(Math.max(dueAt, now()));
      const held: OrderReport = { status: 'delayed', fills: [], matchAt };
      reports.set(order.id, held);
      at(matchAt, async () => {
        const found = asks(order.windowId, order);
        const fills = walkAsks(order, found ?? [], fee, matchAt);
        if (found === undefined) reports.set(order.id, UNWATCHED);
        else reports.set(order.id, { status: fills.length > 0 ? 'matched' : 'unmatched', fills });
      });
      return held;
    },
    report: async (orderId) => reports.get(orderId),
  };
}
