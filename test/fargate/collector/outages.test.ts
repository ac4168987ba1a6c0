import { beforeAll, expect, test } from 'vitest';
import { Collector } from '../../../fargate/collector/collect.ts';
import { parseConfiguration, signalParameters } from '../../../shared/contracts/config.ts';
import type { Channel } from '../../../shared/domain/market/channel.ts';
import type { MarketEvent } from '../../../shared/domain/market/event.ts';
import { type Window, windowId } from '../../../shared/domain/market/window.ts';
import { evaluate, type WindowSnapshot } from '../../../shared/domain/signal/evaluate.ts';
import { after, type EpochMs, epochMs, MINUTE_MS, SECOND_MS } from '../../../shared/domain/units/time.ts';
import { syntheticDay } from '../../../sim/day.ts';
import { EVENTFUL } from '../../../sim/eventful.ts';
import { makeRandom } from '../../../sim/random.ts';
import { told } from '../../shared/feeds/told.ts';

const SEED = 21;
const WINDOWS = 6;
const OUTAGES = 200;
/** A return may be off by so much: 0.02 %. */
const TOLERANCE = 0.0002;
const SPOT: readonly Channel[] = ['binance', 'coinbase', 'kraken', 'bitstamp'];

interface Frame {
  readonly at: EpochMs;
  readonly channel: Channel;
  readonly events: readonly MarketEvent[];
}
/** Nothing of `channels` is heard in it; whether a gap is told when they speak again. */
interface Outage {
  readonly channels: readonly Channel[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly told: boolean;
}

const parameters = signalParameters(parseConfiguration({}), 'paper');
const frames: Frame[] = [];
const windows: Window[] = [];

beforeAll(() => {
  for (const { receivedAt, channel, frame } of syntheticDay({
    seed: SEED,
    profile: EVENTFUL,
    windows: WINDOWS,
  })) {
    if (channel === 'clob') continue;
    const events = told(channel, frame);
    if (events.length > 0) frames.push({ at: epochMs(receivedAt), channel, events });
    for (const event of events)
      if (event.kind === 'listed' && !windows.some(({ openAt }) => openAt === event.market.window.openAt))
        windows.push(event.market.window);
  }
  windows.sort((a, b) => a.openAt - b.openAt);
}, 60_000);

/** What a decision about `window` may use every ten seconds of its entry window, with an outage or without. */
function snapshots(window: Window, outage?: Outage): (WindowSnapshot | undefined)[] {
  const collector = new Collector({
    parameters,
    wake: () => undefined,
    listed: () => undefined,
    closed: () => undefined,
    refused: () => undefined,
  });
  const looks = Array.from({ length: 13 }, (_, look) =>
    after(window.openAt, 3 * MINUTE_MS + look * 10 * SECOND_MS),
  );
  const found: (WindowSnapshot | undefined)[] = [];
  const gaps = new Set(outage?.told === true ? outage.channels : []);
  for (const { at, channel, events } of frames) {
    // The listing comes before all.
    if (at < after(window.openAt, -12 * MINUTE_MS) && channel !== 'gamma') continue;
    while (found.length < looks.length && (looks[found.length] as EpochMs) <= at) {
      const now = looks[found.length] as EpochMs;
      collector.advance(now);
      found.push(collector.snapshot(windowId(window), now));
    }
    if (found.length === looks.length) break;
    if (outage?.channels.includes(channel)) {
      if (at > outage.from && at < outage.to) continue;
      if (at >= outage.to && gaps.delete(channel)) {
        collector.advance(at);
        collector.take({ kind: 'gap', channel, since: outage.from, reason: 'silent' }, at);
      }
    }
    collector.advance(at);
    for (const event of events) collector.take(event, at);
  }
  return found;
}

const holds = (window: Window, snapshot: WindowSnapshot, names: readonly string[]): boolean =>
  evaluate(window, rules, snapshot, parameters).criteria.every(({ name, ok }) => ok || !names.includes(name));
const rules = {
  fee: { ratePpm: 70_000, exponent: 1 },
  settlement: { kind: 'twap', source: 'chainlink', lookbackMs: 60_000 },
} as Parameters<typeof evaluate>[1];

test(`after ${OUTAGES} outages around opens nothing may be decided on a return that is off by more than 0.02 %`, () => {
  const random = makeRandom(SEED, 'outages');
  const truths = new Map(windows.map((window) => [window, snapshots(window)]));
  let decidable = 0;
  let refused = 0;
  const wrong: string[] = [];
  for (let each = 0; each < OUTAGES; each++) {
    const window = windows[each % windows.length] as Window;
    // From ten minutes before the open to four after it, for a second to ten minutes; every third spares one exchange.
    const from = after(window.openAt, Math.round((random.uniform() * 14 - 10) * MINUTE_MS));
    const to = after(from, Math.round(1_000 * 600 ** random.uniform()));
    const channels: Channel[] = [...(each % 3 === 0 ? SPOT.slice(1) : SPOT), 'polybolt'];
    const outage: Outage = { channels, from, to, told: each % 2 === 0 };
    for (const [look, snapshot] of snapshots(window, outage).entries()) {
      const truth = truths.get(window)?.[look];
      if (snapshot?.consensus === undefined || truth?.consensus === undefined) {
        refused++;
        continue;
      }
      // The books play no part here.
      if (!holds(window, snapshot, ['strike-agrees'])) {
        refused++;
        continue;
      }
      decidable++;
      const off = Math.max(
        Math.abs(snapshot.consensus.change - truth.consensus.change),
        Math.abs((snapshot.trend?.change ?? 0) - (truth.trend?.change ?? 0)),
        Math.abs((snapshot.distance ?? truth.distance ?? 0) - (truth.distance ?? 0)),
      );
      if (off > TOLERANCE)
        wrong.push(`${windowId(window)} look ${look}: ${off.toFixed(6)} after ${JSON.stringify(outage)}`);
    }
  }
  // Most outages are over in time to decide on what is known, and many are not.
  expect(decidable).toBeGreaterThan(OUTAGES * 5);
  expect(refused).toBeGreaterThan(OUTAGES);
  expect(wrong).toEqual([]);
}, 120_000);
