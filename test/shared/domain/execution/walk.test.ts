import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Order } from '../../../../shared/domain/execution/order.ts';
import { totalFills, walkAsks } from '../../../../shared/domain/execution/walk.ts';
import type { Level } from '../../../../shared/domain/market/book.ts';
import { notional, price } from '../../../../shared/domain/units/money.ts';
import { cents, level, noFee, secondsIn, september, shares, usd } from '../examples.ts';

const at = secondsIn(240);
const order: Order = {
  id: '0x754b',
  windowId: 'btc-15m-1790616600',
  side: 'up',
  token: '7270',
  type: 'FAK',
  limit: cents(60),
  stake: usd(100),
  tickSize: price(100),
  createdAt: at,
};
const walk = (asks: readonly Level[], change: Partial<Order> = {}) =>
  walkAsks({ ...order, ...change }, asks, september.fee, at);
const bought = (asks: readonly Level[], change: Partial<Order> = {}) =>
  walk(asks, change).map((fill) => [fill.shares, fill.price, fill.cost]);

describe('a walk up the asks', () => {
  test('spends the stake at the best ask where that is deep enough', () => {
    // 100 / 0.58 = 172.4137..., cut to 172.41; x 0.58 = 99.9978; fee 172.41 x 0.017052 = 2.93993532
    expect(walk([level(58, 1_000)])).toEqual([
      {
        at,
        side: 'up',
        shares: shares(172.41),
        price: cents(58),
        cost: usd(99.9978),
        fee: usd(2.93994),
      },
    ]);
  });

  test('goes from level to level until the stake is spent', () => {
    // 100 x 0.58 = 58; 42 / 0.59 = 71.186..., cut to 71.18; x 0.59 = 41.9962
    expect(bought([level(58, 100), level(59, 1_000), level(60, 1_000)])).toEqual([
      [shares(100), cents(58), usd(58)],
      [shares(71.18), cents(59), usd(41.9962)],
    ]);
  });

  test('pays a fee for each fill at its own price', () => {
    // 100 x 0.07 x 0.58 x 0.42 = 1.7052; 71.18 x 0.07 x 0.59 x 0.41 = 1.20529094
    expect(walk([level(58, 100), level(59, 1_000)]).map(({ fee }) => fee)).toEqual([
      usd(1.7052),
      usd(1.2053),
    ]);
  });

  test('stops at the limit', () => {
    expect(bought([level(58, 100), level(60, 10), level(61, 1_000)])).toEqual([
      [shares(100), cents(58), usd(58)],
      [shares(10), cents(60), usd(6)],
    ]);
    expect(walk([level(60.01, 1_000)])).toEqual([]);
  });

  test('buys more shares where the price is better than the limit, not cheaper ones', () => {
    expect(bought([level(50, 1_000)])).toEqual([[shares(200), cents(50), usd(100)]]);
  });

  test('takes whole hundredths of a share of a level', () => {
    expect(bought([level(58, 100.019), level(59, 0.009)])).toEqual([
      [shares(100.01), cents(58), usd(58.0058)],
    ]);
  });

  test('takes nothing of a book with nothing on offer', () => {
    expect(walk([])).toEqual([]);
  });
});

describe('fill and kill', () => {
  test('keeps what there is', () => {
    expect(bought([level(58, 50)])).toEqual([[shares(50), cents(58), usd(29)]]);
  });
});

describe('fill or kill', () => {
  const all = { type: 'FOK' } as const;

  test('takes all', () => {
    expect(bought([level(58, 100), level(59, 100)], all)).toHaveLength(2);
  });

  test('takes nothing where the depth is short', () => {
    expect(bought([level(58, 50)], all)).toEqual([]);
    expect(bought([level(58, 100), level(61, 100)], all)).toEqual([]);
  });

  test('is content when no whole hundredth of a share is left to buy', () => {
    // 172.41 shares leave 0.22 cents of the $100
    expect(bought([level(58, 172.41)], all)).toEqual([[shares(172.41), cents(58), usd(99.9978)]]);
    expect(bought([level(58, 172.4)], all)).toEqual([]);
  });
});

test('the total of fills is the sum of each part', () => {
  expect(totalFills(walk([level(58, 100), level(59, 1_000)]))).toEqual({
    shares: shares(171.18),
    cost: usd(99.9962),
    fee: usd(2.9105),
  });
  expect(totalFills([])).toEqual({ shares: 0, cost: 0, fee: 0 });
});

test('no walk spends more than the stake, pays more than the limit or takes more than is offered', () => {
  const anyLevel = fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 0, max: 500_000_000 }));
  const book = fc.uniqueArray(anyLevel, { selector: ([p]) => p, maxLength: 20 });
  const stake = fc.integer({ min: 1, max: 500_000_000 });
  fc.assert(
    fc.property(book, stake, fc.integer({ min: 1, max: 9_999 }), (levels, money, limit) => {
      const asks = levels.map(([p, size]) => level(p / 100, size / 1e6)).sort((a, b) => a.price - b.price);
      const change = { stake: usd(money / 1e6), limit: price(limit) };
      const fills = walkAsks({ ...order, ...change }, asks, noFee, at);
      expect(totalFills(fills).cost).toBeLessThanOrEqual(change.stake);
      for (const fill of fills) {
        expect(fill.price).toBeLessThanOrEqual(limit);
        expect(fill.shares % 10_000).toBe(0);
        expect(fill.shares).toBeGreaterThan(0);
        expect(fill.shares).toBeLessThanOrEqual(asks.find((ask) => ask.price === fill.price)?.size ?? 0);
        expect(fill.cost).toBe(notional(fill.shares, fill.price));
      }
      const killed = walkAsks({ ...order, ...change, type: 'FOK' }, asks, noFee, at);
      expect([[], fills]).toContainEqual(killed);
    }),
  );
});
