import { describe, expect, test } from 'vitest';
import { Problems } from '../../local/problems.ts';
import { readResult } from '../../local/result.ts';
import { localTasks } from '../../local/tasks.ts';
import { windowAt, windowId } from '../../shared/domain/market/window.ts';
import { makeWorld, type World } from '../lambdas/fakes.ts';
import { carry, ofWindow, orderId, prosperous } from '../lambdas/trade.ts';
import { instant, secondsIn, september } from '../shared/domain/examples.ts';

const header = { version: 1, synthetic: false, derived: false, title: 'a test', source: 'a test' } as const;

/** The result of a run over 5,000 lines in two and a half seconds that left the records of `world`. */
function resultOf({ windows, ledger }: World, problems = new Problems()) {
  const [from, to] = [secondsIn(-60), secondsIn(1_000)];
  return readResult(
    { windows, ledger },
    {
      id: 'a-run',
      strategy: 'momentum',
      source: { header, paths: ['a.tape'], from, bytes: 1 },
      path: 'a.tape',
      replayed: { from, to, events: 5_000, problems },
      elapsedMs: 2_500,
    },
  );
}

describe('the result of a window that was won', async () => {
  const world = await makeWorld();
  prosperous(world);
  await carry(world, 'settle-position');
  const result = await resultOf(world);
  const [window] = result.windows;

  test('holds the trade: order, fill, outcome and what it earned', () => {
    // 344.827587 shares pay a dollar each, less 200 and a fee of 5.88
    expect(window).toMatchObject({
      slug: 'btc-updown-15m-1790616600',
      strike: '60000',
      strikeSource: 'recorded',
      orders: [
        { id: orderId, side: 'up', type: 'FAK', stake: '200', makerAmount: '200000000', status: 'matched' },
      ],
      fills: [{ side: 'up', shares: '344.827587', price: '0.58', fee: '5.88' }],
      settlement: { outcome: 'up', official: 'up', source: 'official' },
      pnl: '138.947587',
    });
    expect(window?.decisions).toMatchObject([
      { kind: 'enter', side: 'up', reason: 'criteria-met', strike: '65048.078902260626' },
    ]);
  });

  test('has the figures of the account and of its one trade', () => {
    const { probability = Number.NaN, ev } = window?.decisions[0] ?? {};
    // the market said (0.57 + 0.58) / 2
    const [brier, brierMid] = [((probability as number) - 1) ** 2, 0.180625];
    expect(result.account).toEqual({
      cash: '10138.947587',
      equity: '10138.947587',
      realizedPnl: '138.947587',
      fees: '5.88',
      openPositions: 0,
    });
    expect(result.performance).toEqual({
      trades: 1,
      wins: 1,
      losses: 0,
      winRate: 1,
      averageEv: ev,
      evAtEntry: expect.closeTo(ev as number, 12),
      // 138.947587 over 344.827587 shares
      realisedPerShare: expect.closeTo(0.402948, 8),
      sharpe: null,
      sharpeDollarWeighted: null,
      maxDrawdown: 0,
      forecasts: 1,
      brier: expect.closeTo(brier, 12),
      brierMid: expect.closeTo(brierMid, 12),
      skill: expect.closeTo(1 - brier / brierMid, 12),
      startingCapital: '10000',
      peakEquity: '10138.947587',
      bestTrade: '138.947587',
      worstTrade: '138.947587',
      averageTrade: '138.947587',
    });
    // opened, reserved, filled, settled
    expect(result.ledger.entries).toBe(4);
  });

  test('tells how fast it was', () => {
    expect(result).toMatchObject({ elapsedMs: 2_500, eventsPerSecond: 2_000 });
  });
});

test('a window of which nobody says who won is no trade yet, and its position stays open', async () => {
  const world = await makeWorld();
  prosperous(world);
  await carry(world, 'confirm-fill');
  Object.assign(world.told, { winner: undefined, final: undefined });
  await localTasks(world.deps)['settle-position']({ ...ofWindow, giveUp: true });
  const { windows, account, performance } = await resultOf(world);
  expect(windows).toMatchObject([{ settlement: { outcome: 'unknown', source: 'none' }, pnl: '0' }]);
  // 10,000 less a fill of 200 and its fee
  expect(account).toMatchObject({ cash: '9794.12', equity: '10000', openPositions: 1 });
  expect(performance).toMatchObject({ trades: 0, winRate: null, averageEv: null, brier: null });
});

test('a window that was ordered and not filled is scored by the forecast of its entry', async () => {
  const world = await makeWorld();
  prosperous(world);
  await carry(world, 'approve-risk');
  const tasks = localTasks(world.deps);
  world.clock.set(secondsIn(245));
  await tasks['record-skip']({ ...ofWindow, reason: 'not-filled' });
  await tasks['settle-position']({ ...ofWindow, giveUp: false });
  const { windows, performance } = await resultOf(world);
  expect(windows[0]?.decisions).toMatchObject([{ kind: 'enter' }, { reason: 'not-filled' }]);
  // Up came, of which the market had said (0.57 + 0.58) / 2
  expect(performance).toMatchObject({ trades: 0, forecasts: 1, brierMid: expect.closeTo(0.180625, 12) });
});

test('an entry that risk refused keeps the strike that it was decided on', async () => {
  const world = await makeWorld({ totalCapital: 40 });
  prosperous(world);
  await carry(world, 'approve-risk');
  const { windows, strikes } = await resultOf(world);
  expect(windows[0]?.decisions).toMatchObject([
    { kind: 'skip', reason: 'risk-limit', strike: '65048.078902260626', strikeSource: 'recorded' },
  ]);
  expect(strikes).toMatchObject({ recorded: 1, gamma: 0, estimated: 0 });
});

test('windows are told in the order of their opens, whatever their series', async () => {
  const world = await makeWorld();
  prosperous(world);
  await carry(world, 'open-window');
  const window = windowAt({ asset: 'btc', length: '5m' }, instant('2026-09-28T17:25:00Z'));
  await world.windows.put(windowId(window), {
    kind: 'market',
    at: window.openAt,
    status: 'open',
    window,
    slug: 'btc-updown-5m-1790616300',
    rules: september,
  });
  const { windows } = await resultOf(world);
  expect(windows.map(({ id }) => id)).toEqual(['btc-5m-1790616300', 'btc-15m-1790616600']);
});

test('what was wrong with a tape is told by its kind, and by the reason where that says more', async () => {
  const problems = new Problems();
  problems.add({ kind: 'malformed', channel: 'clob', reason: 'is not JSON', at: 'a.tape:7' });
  problems.add({ kind: 'duplicate', channel: 'binance', reason: 'duplicate', at: 'a.tape:9' });
  expect((await resultOf(await makeWorld(), problems)).feed.problems).toEqual([
    { kind: 'malformed: is not JSON', channel: 'clob', count: 1, first: 'a.tape:7' },
    { kind: 'duplicate', channel: 'binance', count: 1, first: 'a.tape:9' },
  ]);
});
