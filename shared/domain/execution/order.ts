import type { Side } from '../market/side.ts';
import { invariant } from '../units/invariant.ts';
import type { MicroShares, MicroUsdc, Price } from '../units/money.ts';
import type { EpochMs } from '../units/time.ts';

/** Fill and kill takes what there is; fill or kill takes all or nothing. */
export type OrderType = 'FAK' | 'FOK';

/** A price-protected BUY of `stake` dollars, as it is kept before it is sent. */
export interface Order {
  readonly id: string;
  readonly windowId: string;
  readonly side: Side;
  readonly token: string;
  readonly type: OrderType;
  /** Worst price that may be paid. */
  readonly limit: Price;
  /** Dollars to spend, before the fee. */
  readonly stake: MicroUsdc;
  readonly tickSize: Price;
  readonly createdAt: EpochMs;
}

/**
 * created: kept, not sent. delayed: the venue holds it for the taker delay. matched: filled in full or in part.
 * unmatched: nothing was there at the limit. rejected: the venue refused it. unknown: sent, and no answer came.
 */
export const ORDER_STATUSES = ['created', 'delayed', 'matched', 'unmatched', 'rejected', 'unknown'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

const NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  created: ['delayed', 'matched', 'unmatched', 'rejected', 'unknown'],
  delayed: ['matched', 'unmatched', 'rejected'],
  unknown: ['delayed', 'matched', 'unmatched', 'rejected'],
  matched: [],
  unmatched: [],
  rejected: [],
};

/** The status after a report; the same status again is no change, and an end is final. */
export function advance(from: OrderStatus, to: OrderStatus): OrderStatus {
  invariant(from === to || NEXT[from].includes(to), `an order that is ${from} may become ${to}`);
  return to;
}

export const isFinal = (status: OrderStatus): boolean => NEXT[status].length === 0;

/**
 * Why an order ended without a fill where the book did not decide. unwatched: when it would have met the book, we did
 * not see it. never-arrived: its window closed, and the venue does not know it.
 */
export const UNFILLED_REASONS = ['unwatched', 'never-arrived'] as const;
export type UnfilledReason = (typeof UNFILLED_REASONS)[number];

/** Shares bought at one price. */
export interface Fill {
  readonly at: EpochMs;
  readonly side: Side;
  readonly shares: MicroShares;
  readonly price: Price;
  /** `shares` at `price`, rounded down. */
  readonly cost: MicroUsdc;
  readonly fee: MicroUsdc;
}
