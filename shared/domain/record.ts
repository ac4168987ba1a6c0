import type { Fill, Order, OrderStatus, UnfilledReason } from './execution/order.ts';
import type { Market, VenueRules } from './market/market.ts';
import type { Side } from './market/side.ts';
import type { StoredStrike } from './market/strike.ts';
import type { Window } from './market/window.ts';
import type { Decision } from './signal/evaluate.ts';
import type { MicroUsdc } from './units/money.ts';
import type { EpochMs } from './units/time.ts';

export const WINDOW_STATUSES = ['open', 'entered', 'skipped', 'settled', 'failed'] as const;
export type WindowStatus = (typeof WINDOW_STATUSES)[number];

/** A point of a window's path: consensus return since the open, and the market's probability of Up. */
export interface PathPoint {
  readonly at: EpochMs;
  readonly change: number | null;
  readonly up: number | null;
}

/** One record of a window. `market`, `settlement` and `path` stand once a window, the others once an instant or order. */
export type WindowRecord =
  | {
      readonly kind: 'market';
      readonly at: EpochMs;
      readonly status: WindowStatus;
      readonly window: Window;
      readonly slug: string;
      readonly market?: Market | undefined;
      readonly rules: VenueRules;
      readonly strike?: StoredStrike | undefined;
    }
  | { readonly kind: 'decision'; readonly at: EpochMs; readonly decision: Decision }
  | {
      readonly kind: 'order';
      readonly at: EpochMs;
      readonly order: Order;
      /** The integers that the venue is asked for, as decimal digits (facts 2.5). */
      readonly makerAmount: string;
      readonly takerAmount: string;
      readonly status: OrderStatus;
      /** When the venue answers, while it holds the order. */
      readonly matchAt?: EpochMs | undefined;
      readonly fills: readonly Fill[];
      readonly reason?: UnfilledReason | undefined;
    }
  | {
      readonly kind: 'settlement';
      readonly at: EpochMs;
      readonly outcome: Side | 'unknown';
      /** Who the venue says won: its last word, which a position that was closed before may contradict. */
      readonly official?: Side | undefined;
      /** Who won by our own record of the prints. */
      readonly recorded?: Side | undefined;
      readonly source: 'official' | 'recorded' | 'none';
      readonly strike?: StoredStrike | undefined;
      readonly final?: string | undefined;
      readonly payout: MicroUsdc;
      readonly pnl: MicroUsdc;
    }
  | { readonly kind: 'path'; readonly at: EpochMs; readonly points: readonly PathPoint[] };

export type RecordOf<Kind extends WindowRecord['kind']> = Extract<WindowRecord, { kind: Kind }>;
