import type { Level } from '../market/book.ts';
import { takerFee } from '../market/fee.ts';
import type { FeeRule } from '../market/market.ts';
import { microShares, microUsdc, notional, sharesFor } from '../units/money.ts';
import type { EpochMs } from '../units/time.ts';
import type { Fill, Order } from './order.ts';

/**
 * What a BUY of `order.stake` dollars gets from `asks` (best first) at `order.limit` or better: level by level,
 * in millionths of a share (facts 5.2), until the stake is spent or the depth ends. A FOK that cannot be spent
 * whole gets nothing. Price improvement buys more shares, not cheaper ones (facts 2.5).
 */
export function walkAsks(order: Order, asks: readonly Level[], fee: FeeRule, at: EpochMs): readonly Fill[] {
  const fills: Fill[] = [];
  let left = order.stake;
  for (const level of asks) {
    if (left === 0 || level.price > order.limit) break;
    const shares = microShares(Math.min(level.size, sharesFor(left, level.price)));
    const cost = notional(shares, level.price);
    // Dust that costs less than a millionth of a dollar is left where it is.
    if (cost === 0) continue;
    const paid = takerFee(shares, level.price, fee);
    fills.push({ at, side: order.side, shares, price: level.price, cost, fee: paid });
    left = microUsdc(left - cost);
  }
  return order.type === 'FOK' && left > 0 ? [] : fills;
}

/** Totals of an order's fills. */
export function totalFills(fills: readonly Fill[]) {
  const sum = (each: (fill: Fill) => number): number => fills.reduce((total, fill) => total + each(fill), 0);
  return {
    shares: microShares(sum(({ shares }) => shares)),
    cost: microUsdc(sum(({ cost }) => cost)),
    fee: microUsdc(sum(({ fee }) => fee)),
  };
}
