import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Account,
  available,
  equity,
  exposure,
  type Halt,
} from '../../../../shared/domain/ledger/account.ts';
import { apply, withDay } from '../../../../shared/domain/ledger/apply.ts';
import type { LedgerEvent } from '../../../../shared/domain/ledger/event.ts';
import { InvariantError } from '../../../../shared/domain/units/invariant.ts';
import { microShares, microUsdc } from '../../../../shared/domain/units/money.ts';
import { type EpochMs, epochMs } from '../../../../shared/domain/units/time.ts';
import { accountOf, instant, quarter, secondsIn, shares, usd } from '../examples.ts';

const at = secondsIn(240);
const opened: LedgerEvent = { kind: 'opened', capital: usd(10_000) };
const reserved: LedgerEvent = { kind: 'reserved', windowId: 'w', amount: usd(107.00001), stake: usd(100) };
const released: LedgerEvent = { kind: 'released', windowId: 'w', reason: 'not filled' };
/** 172.41 shares at 58 cents: 99.9978, and a fee of 172.41 x 0.07 x 0.58 x 0.42 = 2.93993532. */
const filled: LedgerEvent = {
  kind: 'filled',
  windowId: 'w',
  orderId: '0x1',
  side: 'up',
  shares: shares(172.41),
  cost: usd(99.9978),
  fee: usd(2.93994),
};
const settled = (outcome: 'up' | 'down'): LedgerEvent => ({
  kind: 'settled',
  windowId: 'w',
  outcome,
  lockoutWins: 5,
  lockoutTrades: 3,
});
const cooldown: Halt = {
  breaker: 'consecutive-losses',
  severity: 'medium',
  since: secondsIn(0),
  until: secondsIn(3_600),
  reason: '5 losses in a row',
};
const drawdown: Halt = { breaker: 'drawdown', severity: 'critical', since: secondsIn(0), reason: '16 %' };
const halted = (halt: Halt): LedgerEvent => ({ kind: 'halted', halt });
const resumed = (breaker: Halt['breaker']): LedgerEvent => ({
  kind: 'resumed',
  breaker,
  reason: 'seen',
  by: 'ada',
});

/** The account after `events`, each of which must change it. */
function accountAfter(events: readonly LedgerEvent[], from?: Account, when: EpochMs = at): Account {
  let account = from;
  for (const event of events) {
    const applied = apply(account, event, when);
    if (applied.kind === 'already') throw new Error(`${event.kind} changed nothing`);
    account = applied.account;
  }
  return account as Account;
}

describe('an account', () => {
  test('opens with its capital on the day it opens', () => {
    expect(accountAfter([opened])).toEqual({
      cash: usd(10_000),
      reservations: {},
      positions: {},
      realizedPnl: 0,
      fees: 0,
      wins: 0,
      losses: 0,
      consecutiveWins: 0,
      consecutiveLosses: 0,
      lockoutTrades: 0,
      lastStake: 0,
      entries: [],
      day: instant('2026-09-28T00:00:00Z'),
      dayStartEquity: usd(10_000),
      peakEquity: usd(10_000),
      halts: [],
    });
  });

  test('sets money aside for an order', () => {
    const account = accountAfter([opened, reserved]);
    expect(account.reservations).toEqual({ w: { amount: usd(107.00001), stake: usd(100), at } });
    expect([account.cash, available(account)]).toEqual([usd(10_000), usd(9_892.99999)]);
  });

  test('takes back what was set aside', () => {
    expect(accountAfter([opened, reserved, released])).toEqual(accountAfter([opened]));
  });

  test('pays for a fill, and frees what the fill did not need', () => {
    const account = accountAfter([opened, reserved, filled]);
    // 10,000 - 99.9978 - 2.93994
    expect(account).toMatchObject({
      cash: usd(9_897.06226),
      reservations: {},
      positions: {
        w: {
          side: 'up',
          shares: shares(172.41),
          cost: usd(99.9978),
          fee: usd(2.93994),
          openedAt: at,
          orderId: '0x1',
          reservation: { amount: usd(107.00001), stake: usd(100), at },
        },
      },
      fees: usd(2.93994),
      lastStake: usd(100),
      entries: [at],
    });
    expect(equity(account)).toBe(usd(10_000));
  });

  test('gets a dollar for every winning share', () => {
    // 9,897.06226 + 172.41; 172.41 - 99.9978 - 2.93994 = 69.47226
    expect(accountAfter([opened, reserved, filled, settled('up')])).toMatchObject({
      cash: usd(10_069.47226),
      realizedPnl: usd(69.47226),
      positions: {},
      wins: 1,
      losses: 0,
      consecutiveWins: 1,
      consecutiveLosses: 0,
      peakEquity: usd(10_069.47226),
    });
  });

  test('gets nothing for a losing share', () => {
    expect(accountAfter([opened, reserved, filled, settled('down')])).toMatchObject({
      cash: usd(9_897.06226),
      realizedPnl: usd(-102.93774),
      positions: {},
      wins: 0,
      losses: 1,
      consecutiveLosses: 1,
      peakEquity: usd(10_000),
    });
  });

  test('counts a win that only breaks even as a loss', () => {
    const even: LedgerEvent = { ...filled, shares: shares(100), cost: usd(100), fee: usd(0) } as LedgerEvent;
    expect(accountAfter([opened, reserved, even, settled('up')])).toMatchObject({
      wins: 0,
      losses: 1,
      realizedPnl: 0,
    });
  });

  test('counts wins and losses in a row', () => {
    const held = (change: Partial<Account>) => ({ ...accountAfter([opened, reserved, filled]), ...change });
    expect(accountAfter([settled('up')], held({ consecutiveLosses: 4 }))).toMatchObject({
      consecutiveWins: 1,
      consecutiveLosses: 0,
    });
    expect(accountAfter([settled('down')], held({ consecutiveWins: 4 }))).toMatchObject({
      consecutiveWins: 0,
      consecutiveLosses: 1,
    });
  });

  test('makes the next stakes smaller after every fifth win in a row', () => {
    const held = (consecutiveWins: number) => ({
      ...accountAfter([opened, reserved, filled]),
      consecutiveWins,
    });
    const lockout = (wins: number) => accountAfter([settled('up')], held(wins)).lockoutTrades;
    expect([3, 4, 5, 9].map(lockout)).toEqual([0, 3, 0, 3]);
    expect(accountAfter([settled('down')], held(4)).lockoutTrades).toBe(0);
  });

  test('uses up a smaller stake with every fill', () => {
    const from = (lockoutTrades: number) => accountOf(10_000, { lockoutTrades });
    expect(accountAfter([reserved, filled], from(3)).lockoutTrades).toBe(2);
    expect(accountAfter([reserved, filled], from(0)).lockoutTrades).toBe(0);
  });

  test('remembers the entries of the last hour', () => {
    const entries = [epochMs(at - 3_600_000), epochMs(at - 3_599_999)];
    expect(accountAfter([reserved, filled], accountOf(10_000, { entries })).entries).toEqual([
      epochMs(at - 3_599_999),
      at,
    ]);
  });
});

describe('a halt', () => {
  test('is kept until it is resumed', () => {
    expect(accountAfter([opened, halted(cooldown)]).halts).toEqual([cooldown]);
    expect(accountAfter([opened, halted(cooldown), halted(drawdown)]).halts).toEqual([cooldown, drawdown]);
    expect(accountAfter([opened, halted(cooldown), halted(drawdown), resumed('drawdown')]).halts).toEqual([
      cooldown,
    ]);
  });

  test('that has ended is replaced by the next of its kind', () => {
    const again = { ...cooldown, since: secondsIn(3_600), until: secondsIn(7_200) };
    expect(accountAfter([opened, halted(cooldown), halted(again)]).halts).toEqual([again]);
  });

  test('of one series stands beside that of another, and one resume lifts both', () => {
    const ofBtc: Halt = { ...drawdown, breaker: 'outcome', series: 'btc-15m' };
    const ofEth: Halt = { ...ofBtc, series: 'eth-15m' };
    const both = [opened, halted(ofBtc), halted(ofEth)];
    expect(accountAfter(both).halts).toEqual([ofBtc, ofEth]);
    expect(accountAfter([...both, resumed('outcome')]).halts).toEqual([]);
  });

  test('of the drawdown, once resumed, measures from what is left', () => {
    const fallen = accountOf(10_000, { cash: usd(8_400), halts: [drawdown, cooldown] });
    expect(accountAfter([resumed('drawdown')], fallen).peakEquity).toBe(usd(8_400));
    expect(accountAfter([resumed('consecutive-losses')], fallen).peakEquity).toBe(usd(10_000));
  });
});

describe('the same thing told again', () => {
  test.each<[string, readonly LedgerEvent[], LedgerEvent]>([
    ['an opening', [opened], opened],
    ['a reservation', [opened, reserved], reserved],
    ['a reservation of a window that is held', [opened, reserved, filled], reserved],
    ['a release', [opened, reserved, released], released],
    ['a fill', [opened, reserved, filled], filled],
    ['a settlement', [opened, reserved, filled, settled('up')], settled('up')],
    ['a halt without an end', [opened, halted(drawdown)], halted({ ...drawdown, since: secondsIn(900) })],
    [
      'a halt of the same series',
      [opened, halted({ ...drawdown, series: 'btc-15m' })],
      halted({ ...drawdown, series: 'btc-15m', since: secondsIn(900) }),
    ],
    ['a halt that still holds', [opened, halted(cooldown)], halted({ ...cooldown, since: secondsIn(3_599) })],
    ['a resume', [opened, halted(cooldown), resumed('consecutive-losses')], resumed('consecutive-losses')],
    ['a resume of another breaker', [opened, halted(cooldown)], resumed('drawdown')],
  ])('%s changes nothing', (_, events, event) => {
    expect(apply(accountAfter(events), event, at)).toEqual({ kind: 'already' });
  });
});

describe('what cannot be is our own defect', () => {
  test.each<[string, readonly LedgerEvent[], LedgerEvent]>([
    ['anything before the opening', [], reserved],
    ['an opening without money', [], { kind: 'opened', capital: usd(0) }],
    ['a reservation of nothing', [opened], { ...reserved, amount: usd(0) }],
    ['a reservation beyond what is available', [opened], { ...reserved, amount: usd(10_000.01) }],
    // 107.00001 of the 10,000 are set aside already
    [
      'a reservation of what is set aside',
      [opened, reserved],
      { ...reserved, windowId: 'x', amount: usd(9_893) },
    ],
    ['a second reservation of another amount', [opened, reserved], { ...reserved, amount: usd(107.00002) }],
    ['a second reservation of another stake', [opened, reserved], { ...reserved, stake: usd(100.01) }],
    [
      'a reservation, with other amounts, of a window that is held',
      [opened, reserved, filled],
      { ...reserved, amount: usd(50) },
    ],
    ['a second fill by another order', [opened, reserved, filled], { ...filled, orderId: '0x2' }],
    ['a second fill of the other side', [opened, reserved, filled], { ...filled, side: 'down' }],
    ['a second fill of more shares', [opened, reserved, filled], { ...filled, shares: shares(172.42) }],
    ['a second fill at another cost', [opened, reserved, filled], { ...filled, cost: usd(99.9979) }],
    ['a second fill with another fee', [opened, reserved, filled], { ...filled, fee: usd(2.93995) }],
    ['a fill told again after its settlement', [opened, reserved, filled, settled('up')], filled],
    ['a fill without a reservation', [opened], filled],
    ['a fill after a release', [opened, reserved, released], filled],
    ['a fill of no shares', [opened, reserved], { ...filled, shares: shares(0) }],
    ['a fill for nothing', [opened, reserved], { ...filled, cost: usd(0) }],
    ['a fill with a negative fee', [opened, reserved], { ...filled, fee: usd(-0.01) }],
    // 107.00001 - 99.9978 = 7.00221
    ['a fill beyond its reservation', [opened, reserved], { ...filled, fee: usd(7.002211) }],
    ['an event of no known kind', [opened], { kind: 'forgotten' } as never],
  ])('%s', (_, events, event) => {
    const account = events.length === 0 ? undefined : accountAfter(events);
    expect(() => apply(account, event, at)).toThrow(InvariantError);
  });

  test('but a reservation of all that is available can be, and a fill of all that is reserved', () => {
    expect(available(accountAfter([{ ...reserved, amount: usd(10_000) }], accountOf(10_000)))).toBe(0);
    expect(accountAfter([opened, reserved, { ...filled, fee: usd(7.00221) }]).cash).toBe(usd(9_892.99999));
  });
});

describe('a new UTC day', () => {
  const account = accountOf(10_000, { cash: usd(9_700) });

  test('starts from the equity it finds', () => {
    expect(withDay(account, instant('2026-09-29T00:00:00Z'))).toMatchObject({
      day: instant('2026-09-29T00:00:00Z'),
      dayStartEquity: usd(9_700),
    });
    expect(withDay(account, instant('2026-09-28T23:59:59.999Z'))).toBe(account);
  });

  test('is never an earlier one', () => {
    expect(withDay(account, instant('2026-09-27T23:59:59.999Z'))).toBe(account);
  });

  test('starts with any event, before the event counts', () => {
    const held = accountAfter([opened, reserved, filled]);
    const next = accountAfter([settled('down')], held, instant('2026-09-29T00:00:10Z'));
    expect(next).toMatchObject({ dayStartEquity: usd(10_000), cash: usd(9_897.06226) });
  });
});

test('over any history money is conserved, none is spent twice, and telling an event again changes nothing', () => {
  const step = fc.record({
    kind: fc.constantFrom('reserved', 'released', 'filled', 'settled', 'halted', 'resumed'),
    window: fc.constantFrom('a', 'b', 'c', 'd'),
    cents: fc.integer({ min: 1, max: 100_000 }),
    price: fc.integer({ min: 1, max: 99 }),
    won: fc.boolean(),
    hours: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let account = accountOf(2_000);
      let now: number = quarter.openAt;
      let paidFees = 0;
      for (const { kind, window, cents, price, won, hours } of steps) {
        now += hours * 3_600_000;
        const event = eventOf(account, { kind, window, cents, price, won, now: epochMs(now) });
        if (event === undefined) continue;
        const applied = apply(account, event, epochMs(now));
        if (applied.kind === 'already') continue;
        account = applied.account;
        paidFees += event.kind === 'filled' ? event.fee : 0;
        expect(apply(account, event, epochMs(now))).toEqual({ kind: 'already' });
        const invested = equity(account) - account.cash;
        expect(account.cash).toBe(usd(2_000) + account.realizedPnl - invested);
        expect(available(account)).toBeGreaterThanOrEqual(0);
        expect(available(account) + exposure(account)).toBe(equity(account));
        expect(account.peakEquity).toBeGreaterThanOrEqual(usd(2_000));
        expect(account.fees).toBe(paidFees);
      }
    }),
  );
});

interface Step {
  readonly kind: string;
  readonly window: string;
  readonly cents: number;
  readonly price: number;
  readonly won: boolean;
  readonly now: EpochMs;
}

/** The event that a step stands for; undefined where the account does not allow it. */
function eventOf(account: Account, { kind, window, cents, price, won, now }: Step): LedgerEvent | undefined {
  const windowId = window;
  const amount = microUsdc(cents * 10_000);
  switch (kind) {
    case 'reserved':
      if (windowId in account.reservations || windowId in account.positions) return undefined;
      return amount > available(account) ? undefined : { kind, windowId, amount, stake: amount };
    case 'released':
      return { kind, windowId, reason: 'not filled' };
    case 'filled': {
      const held = account.reservations[windowId]?.amount;
      if (held === undefined) return undefined;
      const fee = microUsdc(Math.floor(held / 20));
      const bought = microShares(Math.floor((held * 100) / price));
      return {
        kind,
        windowId,
        orderId: '0x1',
        side: 'up',
        shares: bought,
        cost: microUsdc(held - 2 * fee),
        fee,
      };
    }
    case 'settled':
      return { kind, windowId, outcome: won ? 'up' : 'down', lockoutWins: 2, lockoutTrades: 2 };
    case 'halted':
      return { kind, halt: { ...cooldown, since: now, until: epochMs(now + 3_600_000) } };
    default:
      return resumed('consecutive-losses');
  }
}
