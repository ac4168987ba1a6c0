import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EventFrame } from '../../local/feed/frame.ts';
import { batchesOf } from '../../local/feed/thread.ts';
import { makeHost, recordsOf } from '../../local/host.ts';
import { openStore, type Store } from '../../local/store/embedded.ts';
import { VirtualTimers } from '../../local/timers.ts';
import { parseConfiguration, parseSettings } from '../../shared/contracts/config.ts';
import type { LedgerEntry, LedgerEvent } from '../../shared/domain/ledger/event.ts';
import type { Resolution } from '../../shared/domain/market/market.ts';
import { windowId } from '../../shared/domain/market/window.ts';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../shared/domain/units/time.ts';
import type { MarketCatalog } from '../../shared/ports/market-catalog.ts';
import type { Alert } from '../../shared/ports/notifier.ts';
import { makeRandom } from '../../sim/random.ts';
import { EAGER } from './runs.ts';
import { scratchFolder, thinned, writeLines } from './tapes.ts';

type EventOf<Kind extends LedgerEvent['kind']> = Extract<LedgerEvent, { kind: Kind }>;

const SEED = 6;
/** This one enters the last three of five. */
const WINDOWS = 5;
/** Orders are two seconds on their way, so that some are in flight when the process dies. */
const SETTINGS = [...EAGER, 'orderLatencyMs=2000'];
const CAPITAL = 10_000_000_000;
/** As much as `warmUp` tells a new process. */
const WARM_MS = 20 * MINUTE_MS;
/** Long enough for everything to be settled or given up. */
const AFTERWARDS_MS = 8 * HOUR_MS;

const folder = scratchFolder();
let frames: readonly EventFrame[];
let from: EpochMs;
let to: EpochMs;
/** By window id, what the venue says and from when on. */
const resolved = new Map<string, { readonly at: EpochMs; readonly resolution: Resolution }>();

/** The venue's listing: it knows every window of the tape, watched or not. */
const listingAt = (timers: VirtualTimers): MarketCatalog => ({
  market: async () => undefined,
  resolution: async (window) => {
    const known = resolved.get(windowId(window));
    return known !== undefined && known.at <= timers.now() ? known.resolution : undefined;
  },
});

interface Life {
  readonly from: EpochMs;
  /** When it is killed. */
  readonly to: EpochMs;
  /** Until when an earlier process recorded what it heard. */
  readonly knownUntil?: EpochMs;
}

/** One process over `store`, from its start until it is killed: it is not told, and closes nothing. */
async function live(store: Store, { from: begin, to: end, knownUntil }: Life): Promise<readonly Alert[]> {
  const timers = new VirtualTimers();
  const alerts: Alert[] = [];
  timers.set(begin);
  const host = makeHost({
    store,
    configuration: parseConfiguration(parseSettings(SETTINGS)),
    mode: 'paper',
    timers,
    health: { recent: async () => ({ calls: 0, errors: 0 }) },
    refused: () => undefined,
    listing: listingAt(timers),
    notifier: { notify: async (alert) => void alerts.push(alert) },
  });
  if (knownUntil !== undefined)
    for (const { at, events } of frames.filter(
      (each) => each.at > begin - WARM_MS && each.at <= knownUntil,
    )) {
      host.collector.advance(at);
      for (const event of events) host.collector.take(event, at);
    }
  await host.resume(begin);
  // A new connection follows on nothing.
  host.take([{ kind: 'gap', channel: 'clob', since: begin, reason: 'start' }], begin);
  for (const { at, events } of frames) {
    if (at <= begin) continue;
    if (at >= end) break;
    await timers.advance(at);
    host.advance(at);
    host.take(events, at);
    await host.settled();
  }
  while (timers.nextAt < end) {
    const at = timers.nextAt as EpochMs;
    host.advance(at);
    await host.settled();
    await timers.advance(at);
  }
  return alerts;
}

async function left(store: Store) {
  const { windows, ledger } = recordsOf(store);
  const entries: LedgerEntry[] = [];
  for await (const entry of ledger.entries()) entries.push(entry);
  const of = <Kind extends LedgerEvent['kind']>(kind: Kind) =>
    entries.filter((entry): entry is LedgerEntry & { event: EventOf<Kind> } => entry.event.kind === kind);
  return { entries, account: entries.at(-1)?.account, of, windows };
}

/** The lives of a process one after another, and what they left behind. */
async function lived(...lives: readonly Life[]) {
  const store = await openStore(mkdtempSync(join(folder, 'store-')));
  try {
    const alerts: Alert[] = [];
    for (const life of lives) alerts.push(...(await live(store, life)));
    const { entries, account, of, windows } = await left(store);
    const ids = of('reserved').map(({ event }) => event.windowId);
    const orders = [];
    const settlements = [];
    for (const id of new Set(ids))
      for (const record of await windows.records(id)) {
        if (record.kind === 'order') orders.push(record);
        if (record.kind === 'settlement') settlements.push({ id, ...record });
      }
    return { entries, account, of, alerts, orders, settlements };
  } finally {
    await store.close();
  }
}
type Lived = Awaited<ReturnType<typeof lived>>;

let undisturbed: Lived;

beforeAll(async () => {
  const tape = writeLines(join(folder, 'day.tape'), thinned(SEED, WINDOWS), SEED);
  const read: EventFrame[] = [];
  for await (const batch of batchesOf([tape])) read.push(...batch.frames);
  frames = read;
  from = (frames[0] as EventFrame).at;
  to = epochMs((frames.at(-1) as EventFrame).at + AFTERWARDS_MS);
  const conditions = new Map<string, string>();
  for (const { at, events } of frames)
    for (const event of events) {
      if (event.kind === 'listed') conditions.set(event.market.conditionId, windowId(event.market.window));
      const id = event.kind === 'resolved' ? conditions.get(event.resolution.conditionId) : undefined;
      if (event.kind === 'resolved' && id !== undefined && !resolved.has(id))
        resolved.set(id, { at, resolution: event.resolution });
    }
  undisturbed = await lived({ from, to });
}, 120_000);

/** Everything that was bought is settled as the venue says, to the millionth, and nothing is set aside any more. */
function expectSettled({ account, of, settlements }: Lived): void {
  expect(account).toMatchObject({ positions: {}, reservations: {} });
  let cash = CAPITAL;
  for (const { event } of of('filled')) {
    const winner = resolved.get(event.windowId)?.resolution.winner;
    expect(of('settled').filter((each) => each.event.windowId === event.windowId)).toMatchObject([
      { event: { outcome: winner } },
    ]);
    const payout = event.side === winner ? event.shares : 0;
    cash += payout - event.cost - event.fee;
    expect(settlements.filter(({ id }) => id === event.windowId)).toMatchObject([
      { outcome: winner, official: winner, payout, pnl: payout - event.cost - event.fee },
    ]);
  }
  expect(account?.cash).toBe(cash);
}

const fillsOf = ({ of }: Lived) => of('filled').map(({ event }) => event);

test('a process that is left alone buys in several windows, and settles them', () => {
  expect(fillsOf(undisturbed).length).toBeGreaterThan(1);
  expectSettled(undisturbed);
});

describe('a process that is killed while it holds, and started again', () => {
  test.each([
    ['a second later', 1_000],
    ['after the close, which it did not see', 11 * MINUTE_MS],
    ['two hours later', 2 * HOUR_MS],
  ])('%s, settles as the venue says and reports what it found', async (_, downMs) => {
    const first = undisturbed.of('filled')[0] as LedgerEntry & { event: EventOf<'filled'> };
    const { closeAt } = { closeAt: Number(first.event.windowId.split('-')[2]) * 1_000 + 15 * MINUTE_MS };
    // Eight minutes before its close.
    const killedAt = epochMs(closeAt - 8 * MINUTE_MS);
    const again = await lived(
      { from, to: killedAt },
      { from: epochMs(killedAt + downMs), to, knownUntil: killedAt },
    );
    expect(fillsOf(again)[0]).toEqual(first.event);
    expectSettled(again);
    const settled = again.of('settled').find(({ event }) => event.windowId === first.event.windowId);
    const waited = (settled?.at ?? 0) - Math.max(closeAt, killedAt + downMs);
    // A minute and a half until the venue resolves, and the pauses of whoever asks.
    expect(waited).toBeLessThan(3 * MINUTE_MS);
    expect(again.alerts.filter(({ component }) => component === 'reconcile')).toHaveLength(
      killedAt + downMs >= closeAt + 2 * MINUTE_MS ? 1 : 0,
    );
  });
});

test('an order whose time passed while the process was down is not filled, and says so', async () => {
  const { order: placed } = undisturbed.orders[0] as Lived['orders'][0];
  const killedAt = epochMs(placed.createdAt + 1_000);
  const again = await lived(
    { from, to: killedAt },
    { from: epochMs(killedAt + 30_000), to, knownUntil: killedAt },
  );
  const { id, windowId: of } = placed;
  expect(again.orders.filter(({ order }) => order.id === id)).toMatchObject([
    { status: 'unmatched', fills: [], reason: 'unwatched' },
  ]);
  expect(again.of('released').map(({ event }) => event.windowId)).toContain(of);
  expect(again.alerts).toMatchObject([{ component: 'paper-venue', key: `unwatched ${id}` }]);
  expectSettled(again);
});

test('killed at any moment for a second to two hours, a process settles all that it bought', async () => {
  const random = makeRandom(SEED, 'kills');
  const first = undisturbed.of('reserved')[0]?.at as EpochMs;
  const last = (frames.at(-1) as EventFrame).at;
  for (let round = 0; round < 12; round++) {
    const killedAt = epochMs(Math.round(first + random.uniform() * (last - first)));
    // Evenly over the orders of magnitude: 1 s to 7,200 s.
    const downMs = Math.round(1_000 * 7_200 ** random.uniform());
    const again = await lived(
      { from, to: killedAt },
      { from: epochMs(killedAt + downMs), to, knownUntil: killedAt },
    );
    const story = `killed at ${killedAt}, down for ${downMs} ms`;
    const before = undisturbed.of('filled').filter(({ at }) => at < killedAt);
    expect(fillsOf(again).slice(0, before.length), story).toEqual(before.map(({ event }) => event));
    expectSettled(again);
  }
}, 120_000);
