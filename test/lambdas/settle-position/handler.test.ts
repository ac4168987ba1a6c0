import { describe, expect, test } from 'vitest';
import { makeSettlePosition } from '../../../lambdas/settle-position/handler.ts';
import {
  NotResolvedError,
  StoreUnavailableError,
  VenueUnavailableError,
} from '../../../shared/contracts/errors.ts';
import { InvariantError } from '../../../shared/domain/units/invariant.ts';
import { parseReference } from '../../../shared/domain/units/spot.ts';
import type { TaskName } from '../../../shared/workflow/trade-window.ts';
import { secondsIn, usd } from '../../shared/domain/examples.ts';
import { makeWorld, type World } from '../fakes.ts';
import { carry, ofWindow, prosperous, STRIKE, windowId } from '../trade.ts';

async function rig(told: Partial<World['told']> = {}, last: TaskName = 'confirm-fill', settings = {}) {
  const world = await makeWorld(settings);
  prosperous(world);
  await carry(world, last);
  await world.clock.advance(secondsIn(960));
  Object.assign(world.told, told);
  const settle = makeSettlePosition({ ...world.deps, parameters: world.risk });
  return { ...world, settle: (giveUp = false) => settle({ ...ofWindow, giveUp }) };
}

/** 344.827587 shares pay a dollar each, or nothing; they cost 200 and a fee of 5.88. */
const WON = { outcome: 'up', payout: usd(344.827587), pnl: usd(138.947587) };
const LOST = { outcome: 'down', payout: usd(0), pnl: usd(-205.88) };
const silent = { winner: undefined };

describe("the venue's word decides", () => {
  test('a position that won', async () => {
    const { settle, windows, ledger, notifier } = await rig();
    expect(await settle()).toEqual(WON);
    expect(await windows.of(windowId, 'settlement')).toEqual([
      {
        kind: 'settlement',
        at: secondsIn(960),
        ...WON,
        official: 'up',
        recorded: 'up',
        source: 'official',
        strike: { value: '60000', source: 'recorded' },
        final: '60300',
      },
    ]);
    expect(await windows.market(windowId)).toMatchObject({ status: 'settled', strike: { value: '60000' } });
    // 10,000 - 205.88 + 344.827587
    expect(ledger.list().at(-1)?.account).toMatchObject({ cash: usd(10_138.947587), positions: {}, wins: 1 });
    expect(notifier.alerts).toEqual([]);
  });

  test('a position that lost, against our own prints: the series is halted, and the record keeps both', async () => {
    const { settle, windows, ledger, notifier } = await rig({ winner: 'down' });
    expect(await settle()).toEqual(LOST);
    expect(await settle()).toEqual(LOST);
    expect(ledger.list().at(-1)?.account).toMatchObject({
      cash: usd(9_794.12),
      losses: 1,
      halts: [{ breaker: 'outcome', series: 'btc-15m', reason: expect.stringContaining(windowId) }],
    });
    expect(ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'halted', 'settled']);
    expect(await windows.of(windowId, 'settlement')).toMatchObject([
      { outcome: 'down', official: 'down', recorded: 'up', source: 'official' },
    ]);
    expect(notifier.alerts).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('the venue says down, our prints say up') },
    ]);
  });

  test('without prints of our own', async () => {
    const { settle, windows, notifier } = await rig({ strike: undefined, final: undefined });
    expect(await settle()).toEqual(WON);
    const [settlement] = await windows.of(windowId, 'settlement');
    expect(settlement).not.toHaveProperty('strike');
    expect(settlement).not.toHaveProperty('final');
    expect(notifier.alerts).toEqual([]);
  });

  test('a window that was not entered, without touching the ledger', async () => {
    const { settle, ledger, windows } = await rig({}, 'open-window');
    expect(await settle()).toEqual({ outcome: 'up', payout: 0, pnl: 0 });
    expect(ledger.kinds()).toEqual(['opened']);
    expect(await windows.market(windowId)).toMatchObject({ status: 'settled' });
  });
});

describe('before the venue has spoken', () => {
  test('a window is not settled', async () => {
    const { settle, ledger, windows } = await rig(silent);
    await expect(settle()).rejects.toThrow(NotResolvedError);
    expect(await windows.of(windowId, 'settlement')).toEqual([]);
    expect(ledger.kinds()).toEqual(['opened', 'reserved', 'filled']);
  });

  test('giving up, our own prints decide; a tie is Up', async () => {
    const { settle, windows, ledger } = await rig({ ...silent, final: STRIKE.value });
    expect(await settle(true)).toEqual(WON);
    expect(await windows.of(windowId, 'settlement')).toMatchObject([{ source: 'recorded', outcome: 'up' }]);
    expect(ledger.kinds().at(-1)).toBe('settled');
  });

  test("giving up, the venue's own strike beside our final decides too", async () => {
    const strike = { value: parseReference('60400'), source: 'gamma' } as const;
    expect(await (await rig({ ...silent, strike })).settle(true)).toEqual(LOST);
  });

  test.each<[string, Partial<World['told']>]>([
    ['the strike', { strike: undefined }],
    ['the final', { final: undefined }],
    ['a strike that is more than an estimate', { strike: { ...STRIKE, source: 'estimated' } }],
  ])(
    'giving up without %s, nobody knows: the position stays open and someone is told',
    async (_, lacking) => {
      const { settle, ledger, windows, notifier } = await rig({ ...silent, ...lacking });
      expect(await settle(true)).toEqual({ outcome: 'unknown', payout: 0, pnl: 0 });
      expect(await windows.of(windowId, 'settlement')).toMatchObject([
        { source: 'none', outcome: 'unknown' },
      ]);
      expect(await windows.market(windowId)).toMatchObject({ status: 'entered' });
      expect(ledger.list().at(-1)?.account.positions).toHaveProperty(windowId);
      expect(notifier.alerts).toMatchObject([{ message: `${windowId}: nobody says who won` }]);
    },
  );
});

test('a loss trips the breakers that it brings about', async () => {
  const { settle, ledger } = await rig({ winner: 'down' }, 'confirm-fill', { maxDailyLossPct: 0.02 });
  await settle();
  // 205.88 of 10,000 are more than 2 %
  expect(ledger.list().at(-1)?.event).toMatchObject({ kind: 'halted', halt: { breaker: 'daily-loss' } });
});

/** The process dies when the settlement is recorded and not yet booked. */
async function killed({ ledger, settle }: Awaited<ReturnType<typeof rig>>): Promise<void> {
  const append = ledger.append.bind(ledger);
  ledger.append = () => Promise.reject(new StoreUnavailableError('killed'));
  await expect(settle()).rejects.toThrow(StoreUnavailableError);
  ledger.append = append;
}

test('what was recorded is booked though the process died between the two', async () => {
  const each = await rig();
  await killed(each);
  await each.clock.advance(secondsIn(2_000));
  Object.assign(each.told, { strike: undefined, final: undefined });
  expect(await each.settle()).toEqual(WON);
  expect(await each.windows.of(windowId, 'settlement')).toMatchObject([
    { at: secondsIn(960), strike: { value: '60000' }, final: '60300', recorded: 'up' },
  ]);
  expect(each.ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled']);
});

describe('a venue that changes its word', () => {
  const changed = 'the venue says down, and said up before';

  test('before it was booked pays by the last one', async () => {
    const each = await rig();
    await killed(each);
    each.told.winner = 'down';
    expect(await each.settle()).toEqual(LOST);
    expect(each.ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'halted', 'settled']);
    expect(each.notifier.alerts).toMatchObject([{ message: expect.stringContaining(changed) }]);
  });

  test('later leaves what was booked, halts the series and is reported once', async () => {
    const { settle, told, windows, ledger, notifier } = await rig();
    expect(await settle()).toEqual(WON);
    told.winner = 'down';
    expect(await settle()).toEqual(WON);
    expect(await settle()).toEqual(WON);
    expect(await windows.of(windowId, 'settlement')).toMatchObject([
      { outcome: 'up', official: 'down', recorded: 'up' },
    ]);
    expect(ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled', 'halted']);
    expect(ledger.list().at(-1)?.account).toMatchObject({ cash: usd(10_138.947587) });
    expect(notifier.alerts).toMatchObject([{ message: expect.stringContaining(changed) }]);
  });
});

describe('what we settled by our own prints', () => {
  test('is confirmed when the venue speaks at last', async () => {
    const { settle, told, windows, ledger, notifier } = await rig(silent);
    expect(await settle(true)).toEqual(WON);
    expect(await windows.market(windowId)).toMatchObject({ status: 'entered' });
    await expect(settle()).rejects.toThrow(NotResolvedError);
    told.winner = 'up';
    expect(await settle()).toEqual(WON);
    expect(await windows.of(windowId, 'settlement')).toMatchObject([{ official: 'up', source: 'recorded' }]);
    expect(await windows.market(windowId)).toMatchObject({ status: 'settled' });
    expect(ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled']);
    expect(notifier.alerts).toEqual([]);
  });

  test('stays booked when the venue contradicts it, and the series is halted', async () => {
    const { settle, told, ledger, notifier } = await rig(silent);
    await settle(true);
    told.winner = 'down';
    expect(await settle()).toEqual(WON);
    expect(ledger.list().at(-1)?.event).toMatchObject({
      kind: 'halted',
      halt: { breaker: 'outcome', series: 'btc-15m' },
    });
    expect(notifier.alerts).toHaveLength(1);
  });
});

describe('an outcome that nobody knew', () => {
  const unknown = { ...silent, strike: undefined, final: undefined };

  test('is not final: the position is settled when the venue can be asked again', async () => {
    const { settle, told, windows, ledger } = await rig(unknown);
    expect(await settle(true)).toMatchObject({ outcome: 'unknown' });
    told.winner = 'up';
    expect(await settle()).toEqual(WON);
    expect(await windows.of(windowId, 'settlement')).toMatchObject([{ outcome: 'up', source: 'official' }]);
    expect(ledger.list().at(-1)?.account).toMatchObject({ positions: {}, cash: usd(10_138.947587) });
  });

  test('is reported once, however often it is asked for', async () => {
    const { settle, deps } = await rig(unknown);
    const messages: string[] = [];
    deps.notifier.notify = async ({ message }) => void messages.push(message);
    await settle(true);
    await settle(true);
    expect(messages).toEqual([`${windowId}: nobody says who won`]);
  });
});

describe('a listing that cannot be reached', () => {
  const unreachable = () => Promise.reject(new VenueUnavailableError('no answer'));

  test('is asked again', async () => {
    const { settle, deps } = await rig();
    deps.catalog.resolution = unreachable;
    await expect(settle()).rejects.toThrow(VenueUnavailableError);
  });

  test('giving up, is as silent as one that names no winner', async () => {
    const { settle, deps } = await rig();
    deps.catalog.resolution = unreachable;
    expect(await settle(true)).toEqual(WON);
  });
});

test('a window that was never opened is not settled', async () => {
  const world = await makeWorld();
  const settle = makeSettlePosition({ ...world.deps, parameters: world.risk });
  await expect(settle({ ...ofWindow, giveUp: true })).rejects.toThrow(InvariantError);
});
