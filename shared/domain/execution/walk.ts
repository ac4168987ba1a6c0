import type { Level } from '../market/book.ts';
import { takerFee } from '../market/fee.ts';
import type { FeeRule } from '../market/market.ts';
import { type MicroUsdc, microShares, microUsdc, notional, sharesFor } from '../units/money.ts';
import type { EpochMs } from '../units/time.ts';
import type { Fill, Order } from './order.ts';

/** The venue takes no shares finer than a hundredth in a match. */
const LOT = 10_000;

/**
 * What a BUY of `order.stake` dollars gets from `asks` (best first) at `order.limit` or better: level by level,
 * shares cut to hundredths, until the stake is spent or the depth ends. A FOK that cannot be spent to the last
 * lot gets nothing. Price improvement buys more shares, not cheaper ones (facts 2.5).
 */
export function walkAsks(order: Order, asks: readonly Level[], fee: FeeRule, at: EpochMs): readonly Fill[] {
  const fills: Fill[] = [];
  let left = order.stake as number;
  let exhausted = true;
  for (const level of asks) {
    if (level.price > order.limit) break;
    const affordable = wholeLots(sharesFor(left as MicroUsdc, level.price));
    const shares = microShares(Math.min(wholeLots(level.size), affordable));
    if (shares > 0) {
      const cost = notional(shares, level.price);
      fills.push({
        at,
        side: order.side,
        shares,
        price: level.price,
        cost,
        fee: takerFee(shares, level.price, fee),
      });
      left -= cost;
    }
    if (affordable <= level.size) {
      exhausted = false;
      break;
    }
  }
  return order.type === 'FOK' && exhausted ? [] : fills;
}

const wholeLots = (shares: number): number => shares - (shares % LOT);

/** Totals of an order's fills. */
export function totalFills(fills: readonly Fill[]) {
  const sum = (each: (fill: Fill) => number): number => fills.reduce((total, fill) => total + each(fill), 0);
  return {
    shares: microShares(sum(({ shares }) => shares)),
    cost: microUsdc(sum(({ cost }) => cost)),
    fee: microUsdc(sum(({ fee }) => fee)),
  };
}
