import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Order } from '../../../../shared/domain/execution/order.ts';
import { totalFills, walkAsks } from '../../../../shared/domain/execution/walk.ts';
import type { Level } from '../../../../shared/domain/market/book.ts';
import { price } from '../../../../shared/domain/units/money.ts';
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
    // 100 / 0.58 = 172.4137931..., up to a millionth; fee 172.413794 x 0.07 x 0.58 x 0.42 = 2.940000015
    expect(walk([level(58, 1_000)])).toEqual([
      {
        at,
        side: 'up',
        shares: shares(172.413794),
        price: cents(58),
        cost: usd(100),
        fee: usd(2.94),
      },
    ]);
  });

  test.each([
    // BUYs of exchange contract V2 in September 2026 (facts 5.2)
    [5, 66, 7.575758],
    [1, 48, 2.083334],
    [5, 56, 8.928572],
    [5.22, 56, 9.321429],
  ])('buys for $%d at %d cents the %d shares of the chain', (dollars, at, size) => {
    expect(bought([level(at, 1_000)], { stake: usd(dollars), limit: cents(at) })).toEqual([
      [shares(size), cents(at), usd(dollars)],
    ]);
  });

  test('goes from level to level until the stake is spent', () => {
    // 100 x 0.58 = 58; 42 / 0.59 = 71.1864406..., up to a millionth
    expect(bought([level(58, 100), level(59, 1_000), level(60, 1_000)])).toEqual([
      [shares(100), cents(58), usd(58)],
      [shares(71.186441), cents(59), usd(42)],
    ]);
  });

  test('pays a fee for each fill at its own price', () => {
    // 100 x 0.07 x 0.58 x 0.42 = 1.7052; 71.186441 x 0.07 x 0.59 x 0.41 = 1.205400005...
    expect(walk([level(58, 100), level(59, 1_000)]).map(({ fee }) => fee)).toEqual([
      usd(1.7052),
      usd(1.2054),
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

  test('takes the millionths of a share that a level has', () => {
    // 100.019001 x 0.58 = 58.01102058, down to a millionth
    expect(bought([level(58, 100.019001), level(59, 0.009)])).toEqual([
      [shares(100.019001), cents(58), usd(58.01102)],
      [shares(0.009), cents(59), usd(0.00531)],
    ]);
  });

  test('leaves dust that costs less than a millionth of a dollar, and goes on', () => {
    expect(bought([level(58, 0.000001), level(59, 1)])).toEqual([[shares(1), cents(59), usd(0.59)]]);
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

  test('is content when the stake is spent to the last millionth of a dollar', () => {
    // 100 / 0.58 = 172.4137931...: a millionth of a share less leaves some of the $100
    expect(bought([level(58, 172.413794)], all)).toEqual([[shares(172.413794), cents(58), usd(100)]]);
    expect(bought([level(58, 172.413793)], all)).toEqual([]);
  });
});

test('the total of fills is the sum of each part', () => {
  expect(totalFills(walk([level(58, 100), level(59, 1_000)]))).toEqual({
    shares: shares(171.186441),
    cost: usd(100),
    fee: usd(2.9106),
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
        expect(fill.cost).toBeGreaterThan(0);
        expect(fill.shares).toBeLessThanOrEqual(asks.find((ask) => ask.price === fill.price)?.size ?? 0);
        // What the shares are worth, down to a millionth of a dollar.
        const under = BigInt(fill.shares) * BigInt(fill.price) - BigInt(fill.cost) * 10_000n;
        expect(under >= 0n && under < 10_000n).toBe(true);
      }
      const reached = asks.filter((ask) => ask.price <= limit && ask.size * ask.price >= 10_000);
      if (totalFills(fills).cost < change.stake)
        expect(fills.map((fill) => fill.shares)).toEqual(reached.map((ask) => ask.size));
      const killed = walkAsks({ ...order, ...change, type: 'FOK' }, asks, noFee, at);
      expect([[], fills]).toContainEqual(killed);
    }),
  );
});
