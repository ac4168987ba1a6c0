import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OrderSpec, orderAmounts } from '../../../../shared/domain/execution/amounts.ts';
import { InvariantError } from '../../../../shared/domain/units/invariant.ts';
import { microUsdc, price } from '../../../../shared/domain/units/money.ts';
import { cents, shares, usd } from '../examples.ts';

const CENT_TICK = cents(1);

describe('the amounts of an order', () => {
  test.each<[string, OrderSpec, bigint, bigint]>([
    // the venue client's own output at tick 0.01 and price 0.53 (facts 2.5)
    [
      'a limit BUY of 10.37 shares',
      { kind: 'limit-buy', shares: shares(10.37), limit: cents(53) },
      5_496_100n,
      10_370_000n,
    ],
    [
      'a market BUY of $10.37',
      { kind: 'market-buy', dollars: usd(10.37), limit: cents(53) },
      10_370_000n,
      19_566_000n,
    ],
    [
      'a market SELL of 10.379 shares',
      { kind: 'market-sell', shares: shares(10.379), limit: cents(53) },
      10_370_000n,
      5_496_100n,
    ],
    [
      'a limit SELL of 10.37 shares',
      { kind: 'limit-sell', shares: shares(10.37), limit: cents(53) },
      10_370_000n,
      5_496_100n,
    ],
    [
      'a market BUY of $10.379',
      { kind: 'market-buy', dollars: usd(10.379), limit: cents(53) },
      10_370_000n,
      19_566_000n,
    ],
  ])('%s at 53 cents', (_, spec, makerAmount, takerAmount) => {
    expect(orderAmounts(spec, CENT_TICK)).toEqual({ makerAmount, takerAmount });
  });

  test.each([
    // $10 at 30 cents are 33.333333... shares, cut to the decimals of facts 2.5
    [1_000, 3, 33_333_000n],
    [100, 4, 33_333_300n],
    [50, 5, 33_333_330n],
    [25, 6, 33_333_333n],
    [10, 5, 33_333_330n],
    [1, 6, 33_333_333n],
  ])('have with a tick of %d %d decimals', (tick, _, takerAmount) => {
    const spec: OrderSpec = { kind: 'market-buy', dollars: usd(10), limit: cents(30) };
    expect(orderAmounts(spec, price(tick))).toEqual({ makerAmount: 10_000_000n, takerAmount });
  });

  test.each<[number, number, bigint]>([
    // 10.37 x 0.3025 = 3.136925, 10.37 x 0.305 = 3.16285, 10.37 x 0.303 = 3.14211, 10.37 x 0.3 = 3.111
    [25, 3_025, 3_136_925n],
    [50, 3_050, 3_162_850n],
    [10, 3_030, 3_142_110n],
    [1, 3_025, 3_136_925n],
    [1_000, 3_000, 3_111_000n],
  ])('of a limit BUY with a tick of %d at %d', (tick, limit, makerAmount) => {
    const spec: OrderSpec = { kind: 'limit-buy', shares: shares(10.37), limit: price(limit) };
    expect(orderAmounts(spec, price(tick))).toEqual({ makerAmount, takerAmount: 10_370_000n });
  });

  test.each<[string, OrderSpec, number]>([
    ['a tick size the venue does not have', { kind: 'limit-buy', shares: shares(5), limit: cents(50) }, 200],
    ['a limit off the tick grid', { kind: 'limit-buy', shares: shares(5), limit: cents(50.5) }, 100],
    ['a limit of nothing', { kind: 'limit-buy', shares: shares(5), limit: cents(0) }, 100],
    ['a limit of a dollar', { kind: 'limit-buy', shares: shares(5), limit: cents(100) }, 100],
    ['less than a cent', { kind: 'market-buy', dollars: usd(0.009), limit: cents(50) }, 100],
    [
      'less than a hundredth of a share',
      { kind: 'market-sell', shares: shares(0.009), limit: cents(50) },
      100,
    ],
    ['a kind that does not exist', { kind: 'stop-loss', limit: cents(50) } as never, 100],
  ])('are no amounts for %s', (_, spec, tick) => {
    expect(() => orderAmounts(spec, price(tick))).toThrow(InvariantError);
  });

  test('of a market BUY never ask for more shares than the dollars pay for at the limit', () => {
    const tick = fc.constantFrom(1_000, 100, 50, 25, 10, 1);
    fc.assert(
      fc.property(
        tick,
        fc.integer({ min: 1, max: 9_999 }),
        fc.integer({ min: 1_000_000, max: 1e12 }),
        (step, at, money) => {
          const limit = price(Math.min(10_000 - step, Math.max(step, at - (at % step))));
          const spec: OrderSpec = { kind: 'market-buy', dollars: microUsdc(money), limit };
          const { makerAmount, takerAmount } = orderAmounts(spec, price(step));
          expect(makerAmount % 10_000n).toBe(0n);
          expect(BigInt(money) - makerAmount).toBeLessThan(10_000n);
          expect(takerAmount * BigInt(limit) <= makerAmount * 10_000n).toBe(true);
          // at most the thousandth of a share that the coarsest tick cuts is lost
          expect((takerAmount + 1_001n) * BigInt(limit) > makerAmount * 10_000n).toBe(true);
        },
      ),
    );
  });
});
