import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfiguration, riskParameters } from '../../../../shared/contracts/config.ts';
import { totalFills, walkAsks } from '../../../../shared/domain/execution/walk.ts';
import { type Account, available, equity, exposure } from '../../../../shared/domain/ledger/account.ts';
import { apply } from '../../../../shared/domain/ledger/apply.ts';
import { approve, type EntryRequest } from '../../../../shared/domain/risk/approve.ts';
import type { RiskParameters } from '../../../../shared/domain/risk/parameters.ts';
import type { SkipReason } from '../../../../shared/domain/signal/criterion.ts';
import { microUsdc, price } from '../../../../shared/domain/units/money.ts';
import { after } from '../../../../shared/domain/units/time.ts';
import { accountOf, cents, level, noFee, position, secondsIn, september, usd } from '../examples.ts';

const plan = riskParameters(parseConfiguration({}));
const free = { ...september, fee: noFee };
const now = secondsIn(240);
/** Without fee and drift Kelly asks for (0.72 - 0.58) / 0.42 = 1/3, a quarter of it is 8.33 % of equity. */
const request: EntryRequest = {
  series: 'btc-15m',
  side: 'up',
  probability: 0.72,
  limit: cents(58),
  drift: 0,
  depth: usd(1_000),
  sigma: 0.0001,
  acceptingOrders: true,
};
/** Nothing but the Kelly rule, cash and what a test says. */
const unbound = { maxPerTradePct: 1, maxPerTradeAbs: usd(1e6), maxExposurePct: 1, kellyMultiplier: 1 };

function ask(
  account: Account,
  {
    parameters = {},
    rules = free,
    health = { calls: 0, errors: 0 },
    ...change
  }: Partial<EntryRequest> & {
    parameters?: Partial<RiskParameters>;
    rules?: typeof september;
    health?: { calls: number; errors: number };
  } = {},
) {
  return approve({ ...request, ...change }, account, {
    parameters: { ...plan, ...parameters },
    rules,
    health,
    now,
  });
}
const stakeOf = (...args: Parameters<typeof ask>) => {
  const approval = ask(...args);
  return approval.kind === 'approved' ? approval.stake : approval.reason;
};
const kellyOf = (...args: Parameters<typeof ask>) => {
  const approval = ask(...args);
  return approval.kind === 'approved' ? approval.kelly : undefined;
};
const riskOf = (approval: ReturnType<typeof approve>) =>
  approval.criteria.find(({ name }) => name === 'risk')?.value;

describe('a stake is bound', () => {
  test.each<[string, number, Account, Parameters<typeof ask>[1]]>([
    // (0.60 - 0.58) / 0.42 / 4 = 1.190476 % of 10,000 = 119.0476, cut to cents
    ['Kelly', 119.04, accountOf(10_000), { probability: 0.6 }],
    ['share of capital a trade', 100, accountOf(5_000), {}],
    ['dollars a trade', 200, accountOf(50_000), {}],
    // 20 % of 10,000 less 1,200 in a position and 700 set aside
    [
      'exposure',
      100,
      accountOf(10_000, {
        cash: usd(8_800),
        positions: { a: position(1_200) },
        reservations: { b: { amount: usd(700), stake: usd(650), at: now } },
      }),
      {},
    ],
    ['depth at the limit', 40, accountOf(10_000), { depth: usd(40) }],
    // 107 / 1.07
    [
      'cash',
      100,
      accountOf(107),
      { probability: 1, parameters: unbound, rules: { ...september, minNotional: usd(1) } },
    ],
    ['no larger after a loss', 50, accountOf(10_000, { consecutiveLosses: 1, lastStake: usd(50) }), {}],
  ])('by %s: $%d', (bound, stake, account, change) => {
    const approval = ask(account, change);
    expect(approval).toMatchObject({ kind: 'approved', stake: usd(stake) });
    expect(riskOf(approval)).toBe(`${stake} USDC, bound by ${bound}`);
  });

  test('by the last stake only while the last trade was a loss', () => {
    expect(stakeOf(accountOf(10_000, { consecutiveLosses: 0, lastStake: usd(50) }))).toBe(usd(200));
    expect(stakeOf(accountOf(10_000, { consecutiveLosses: 1, lastStake: usd(5_000) }))).toBe(usd(200));
  });
});

describe('Kelly', () => {
  test('is a quarter of what the formula asks for', () => {
    expect(kellyOf(accountOf(10_000))).toBeCloseTo(0.25 / 3, 12);
  });

  test('is on net odds: fee and drift are part of the cost', () => {
    // cost 0.58 + 0.07 x 0.58 x 0.42 + 0.01 = 0.607052; (0.72 - 0.607052) / (1 - 0.607052) / 4
    expect(kellyOf(accountOf(10_000), { rules: september, drift: 0.01 })).toBeCloseTo(0.07185938, 8);
  });

  test('is neither scaled by volatility nor by a lockout: the stake is', () => {
    expect(kellyOf(accountOf(10_000, { lockoutTrades: 1 }), { sigma: 0.0002 })).toBeCloseTo(0.25 / 3, 12);
  });
});

describe('a stake is scaled after all caps', () => {
  const locked = { lockoutTrades: 1 };
  test.each<[string, number, string, Account, Parameters<typeof ask>[1]]>([
    // The reference is 0.0001; the caps leave $200.
    ['to half at twice the reference', 100, 'times 0.5 for volatility', accountOf(10_000), { sigma: 0.0002 }],
    // 200 / 3 = 66.666..., cut to cents
    ['down to whole cents', 66.66, 'times 0.333 for volatility', accountOf(10_000), { sigma: 0.0003 }],
    [
      'to half while a winning streak locks profit in',
      100,
      'times 0.5 for the profit lockout',
      accountOf(10_000, locked),
      {},
    ],
    [
      'by both',
      50,
      'times 0.5 for volatility, times 0.5 for the profit lockout',
      accountOf(10_000, locked),
      { sigma: 0.0002 },
    ],
  ])('%s: $%d', (_, stake, scaled, account, change) => {
    const approval = ask(account, change);
    expect(approval).toMatchObject({ kind: 'approved', stake: usd(stake) });
    expect(riskOf(approval)).toBe(`${stake} USDC, bound by share of capital a trade, ${scaled}`);
  });

  test.each<[string, number, Account, Parameters<typeof ask>[1]]>([
    // 119.0476 that Kelly asks for, halved and cut to cents
    ['Kelly', 59.52, accountOf(10_000, locked), { probability: 0.6 }],
    ['depth at the limit', 20, accountOf(10_000, locked), { depth: usd(40) }],
    ['dollars a trade', 100, accountOf(50_000, locked), {}],
  ])('whichever cap binds, such as %s: $%d', (bound, stake, account, change) => {
    const approval = ask(account, change);
    expect(approval).toMatchObject({ kind: 'approved', stake: usd(stake) });
    expect(riskOf(approval)).toBe(`${stake} USDC, bound by ${bound}, times 0.5 for the profit lockout`);
  });

  test('by nothing in a market calmer than the reference, or after the lockout', () => {
    const approval = ask(accountOf(10_000, { lockoutTrades: 0 }), { sigma: 0.00005 });
    expect(riskOf(approval)).toBe('200 USDC, bound by share of capital a trade');
  });

  test('and is no larger after a loss, nor smaller for having been scaled before', () => {
    const lostAt = (lastStake: number) =>
      riskOf(ask(accountOf(10_000, { ...locked, consecutiveLosses: 1, lastStake: usd(lastStake) })));
    expect(lostAt(50)).toBe('50 USDC, bound by no larger after a loss');
    expect(lostAt(100)).toBe('100 USDC, bound by share of capital a trade, times 0.5 for the profit lockout');
    expect(lostAt(200)).toBe('100 USDC, bound by share of capital a trade, times 0.5 for the profit lockout');
  });

  test('and is refused where that leaves less than the venue takes', () => {
    const approval = ask(accountOf(10_000, locked), { depth: usd(1.98) });
    expect(approval).toMatchObject({ kind: 'rejected', reason: 'risk-limit' });
    expect(riskOf(approval)).toBe(
      "0.99 USDC (depth at the limit, times 0.5 for the profit lockout) is below the venue's minimum",
    );
    expect(stakeOf(accountOf(10_000, locked), { depth: usd(2) })).toBe(usd(1));
  });

  test('by any two factors it never exceeds what it was, nor the last stake of a losing streak', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.00001, max: 0.01, noNaN: true }),
        fc.boolean(),
        fc.integer({ min: 100, max: 40_000 }),
        (sigma, lockout, lastCents) => {
          const lastStake = microUsdc(lastCents * 10_000);
          const streak = { consecutiveLosses: 1, lastStake, lockoutTrades: lockout ? 1 : 0 };
          const stake = stakeOf(accountOf(10_000, streak), { sigma });
          fc.pre(typeof stake === 'number');
          expect((stake as number) % 10_000).toBe(0);
          expect(stake).toBeLessThanOrEqual(Math.min(lastStake, usd(200)));
        },
      ),
    );
  });
});

describe('a reserve', () => {
  test('is the stake and the highest fee it can cost', () => {
    // 200 + 200 x 0.07
    expect(ask(accountOf(10_000), { rules: september })).toMatchObject({
      stake: usd(200),
      reserve: usd(214),
    });
  });
});

describe('an entry is refused', () => {
  const fourOpen = { a: position(1), b: position(1), c: position(1), d: position(1) };
  const reserved = { e: { amount: usd(1), stake: usd(1), at: now } };
  const entries = (count: number, msAgo: number) => Array.from({ length: count }, () => after(now, -msAgo));

  test.each<[string, SkipReason, Account, Parameters<typeof ask>[1]]>([
    [
      'with five positions open or asked for',
      'risk-limit',
      accountOf(10_000, { positions: fourOpen, reservations: reserved }),
      {},
    ],
    [
      'after twelve trades in the last hour',
      'risk-limit',
      accountOf(10_000, { entries: entries(12, 3_599_999) }),
      {},
    ],
    ['below a dollar', 'risk-limit', accountOf(10_000), { depth: usd(0.99) }],
    ['without an edge', 'risk-limit', accountOf(10_000), { probability: 0.58 }],
    [
      'with more exposure than allowed',
      'risk-limit',
      accountOf(10_000, { cash: usd(7_000), positions: { a: position(3_000) } }),
      {},
    ],
    ['when the market takes no orders', 'venue-closed', accountOf(10_000), { acceptingOrders: false }],
    [
      'when more than a tenth of calls fail',
      'halted',
      accountOf(10_000),
      { health: { calls: 100, errors: 11 } },
    ],
    [
      'while a halt holds',
      'halted',
      accountOf(10_000, {
        halts: [{ breaker: 'kill-switch', severity: 'critical', since: now, reason: 'by hand' }],
      }),
      {},
    ],
  ])('%s', (_, reason, account, change) => {
    expect(ask(account, change)).toMatchObject({ kind: 'rejected', reason });
  });

  test.each<[string, Account, Parameters<typeof ask>[1]]>([
    ['four positions are open', accountOf(10_000, { positions: fourOpen }), {}],
    ['eleven trades were made in the last hour', accountOf(10_000, { entries: entries(11, 0) }), {}],
    ['twelve trades were made an hour ago', accountOf(10_000, { entries: entries(12, 3_600_000) }), {}],
    ['a dollar is on offer', accountOf(10_000), { depth: usd(1) }],
    ['a tenth of calls fail', accountOf(10_000), { health: { calls: 100, errors: 10 } }],
    [
      'a halt has ended',
      accountOf(10_000, {
        halts: [
          { breaker: 'consecutive-losses', severity: 'medium', since: secondsIn(0), until: now, reason: '5' },
        ],
      }),
      {},
    ],
  ])('not when %s', (_, account, change) => {
    expect(ask(account, change).kind).toBe('approved');
  });

  test('with every breaker named', () => {
    const halts: Account['halts'] = [
      { breaker: 'daily-loss', severity: 'high', since: now, reason: '6 %' },
      { breaker: 'drawdown', severity: 'critical', since: now, reason: '16 %' },
    ];
    const approval = ask(accountOf(10_000, { halts }), { health: { calls: 1, errors: 1 } });
    expect(approval.criteria).toMatchObject([
      { name: 'venue-open', ok: true, value: 'accepting orders' },
      { name: 'breakers', ok: false, value: 'daily-loss, drawdown, api-errors', limit: 'none' },
      { name: 'risk', ok: true },
    ]);
  });

  test('with the limit that was hit', () => {
    const hit = (...args: Parameters<typeof ask>) => riskOf(ask(...args));
    expect(hit(accountOf(10_000, { positions: fourOpen, reservations: reserved }))).toBe(
      '5 positions are open',
    );
    expect(hit(accountOf(10_000, { entries: entries(12, 0) }))).toBe('12 trades in the last hour');
    expect(hit(accountOf(10_000), { depth: usd(0.5) })).toBe(
      "0.5 USDC (depth at the limit) is below the venue's minimum",
    );
  });
});

test('no approved stake breaks a bound, and what it buys never costs more than was reserved', () => {
  const dollars = fc.integer({ min: 1_000_000, max: 20_000_000_000 }).map(microUsdc);
  const levels = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 50_000_000 })),
    {
      maxLength: 12,
    },
  );
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const limit = fc.integer({ min: 1, max: 99 });
  const wide = fc.boolean();
  fc.assert(
    fc.property(
      dollars,
      dollars,
      unit,
      limit,
      wide,
      levels,
      (capital, depth, probability, at, any, offered) => {
        const parameters = { ...plan, ...(any ? unbound : {}) };
        const account = accountOf(capital / 1e6);
        const approval = ask(account, {
          probability,
          limit: cents(at),
          depth,
          rules: september,
          parameters: any ? unbound : {},
        });
        fc.pre(approval.kind === 'approved');
        const { stake, reserve } = approval as Extract<typeof approval, { kind: 'approved' }>;
        expect(stake % 10_000).toBe(0);
        expect(stake).toBeGreaterThanOrEqual(usd(1));
        expect(stake).toBeLessThanOrEqual(parameters.maxPerTradePct * equity(account));
        expect(stake).toBeLessThanOrEqual(parameters.maxPerTradeAbs);
        expect(stake + exposure(account)).toBeLessThanOrEqual(parameters.maxExposurePct * equity(account));
        expect(stake).toBeLessThanOrEqual(depth);
        expect(reserve).toBeLessThanOrEqual(available(account));
        expect(apply(account, { kind: 'reserved', windowId: 'a', amount: reserve, stake }, now).kind).toBe(
          'applied',
        );
        const asks = offered.map(([p, size]) => level(p / 100, size / 1e6)).sort((a, b) => a.price - b.price);
        const order = {
          id: '0x1',
          windowId: 'a',
          side: 'up',
          token: '1',
          type: 'FAK',
          limit: price(at * 100),
          stake,
          tickSize: price(100),
          createdAt: now,
        } as const;
        const { cost, fee } = totalFills(walkAsks(order, asks, september.fee, now));
        expect(cost + fee).toBeLessThanOrEqual(reserve);
      },
    ),
  );
});

test('a halt of one series stops that series and no other', () => {
  const halts = [
    { breaker: 'outcome', series: 'btc-15m', severity: 'high', since: now, reason: 'x' } as const,
  ];
  expect(stakeOf(accountOf(10_000, { halts }))).toBe('halted');
  expect(stakeOf(accountOf(10_000, { halts }), { series: 'btc-5m' })).toBe(stakeOf(accountOf(10_000)));
});
