import type { Fill, Order, OrderStatus, UnfilledReason } from '../domain/execution/order.ts';
import type { EpochMs } from '../domain/units/time.ts';

/** What the venue says of an order. */
export interface OrderReport {
  readonly status: OrderStatus;
  readonly fills: readonly Fill[];
  readonly reason?: UnfilledReason | undefined;
  /** When the venue will have answered, while it holds the order. */
  readonly matchAt?: EpochMs | undefined;
}

/** Where orders go. An order's id is known before it is sent, so asking twice is safe. */
export interface Venue {
  place(order: Order): Promise<OrderReport>;
  /** Undefined for an order that the venue never saw. */
  report(orderId: string): Promise<OrderReport | undefined>;
}
