import type { Collector } from '../../fargate/collector/collect.ts';
import { mutedTicks } from '../../fargate/collector/muted-ticks.ts';
import { RestThread } from '../../shared/adapters/ccxt/rest-thread.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { hotWriter } from '../../shared/adapters/dynamodb/hot-writer.ts';
import { TABLES } from '../../shared/adapters/dynamodb/tables.ts';
import { gammaCatalog } from '../../shared/adapters/polymarket/catalog.ts';
import { gammaClient } from '../../shared/adapters/polymarket/client-gamma.ts';
import type { Recorder } from '../../shared/adapters/tape/recorder.ts';
import type { Configuration } from '../../shared/contracts/config.ts';
import type { Series } from '../../shared/domain/market/series.ts';
import { windowId } from '../../shared/domain/market/window.ts';
import { type EpochMs, SECOND_MS } from '../../shared/domain/units/time.ts';
import { backfill } from '../../shared/feeds/backfill.ts';
import type { Desk } from '../../shared/feeds/desk.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { Ticks } from '../../shared/ports/ticks.ts';
import { makeHost } from '../host.ts';
import { Problems } from '../problems.ts';
import type { Store } from '../store/embedded.ts';
import { Station, type Watched } from './station.ts';
import { RunningTimers } from './timers.ts';
import { warmUp } from './warm.ts';
import type { World } from './world.ts';

export interface PaperDeps {
  readonly world: World;
  readonly series: readonly Series[];
  readonly configuration: Configuration;
  readonly store: Store;
  readonly recorder: Recorder;
  /** The folder of tapes that earlier processes and this one recorded. */
  readonly tapes: string;
  readonly ticks: Ticks | undefined;
  readonly show: (desk: Desk, collector: Collector) => void;
  /** Who is told what the log of events keeps. */
  readonly notifier?: Notifier | undefined;
  readonly onTrouble: (error: unknown) => void;
  /** Nothing can go on: the store is gone, or a rule of our own does not hold. */
  readonly failed: (error: unknown) => void;
}

/** Longer than the pause between two writes, so that a value is there until the next one is. */
const HOT_TTL_MS = 15 * SECOND_MS;

/** What a run over live feeds did, and what was wrong with them. */
export interface PaperEnd extends Watched {
  readonly problems: Problems;
}

/**
 * The whole system on live feeds and the paper venue: starts where an earlier process stopped, knows what that one
 * recorded and what the exchanges tell of the time between, and gives a function that ends it.
 */
export async function startPaper(deps: PaperDeps): Promise<() => Promise<PaperEnd>> {
  const { world, series, configuration, store, recorder, failed, onTrouble } = deps;
  const timers = new RunningTimers(world.clock, failed);
  const problems = new Problems();
  // What is only told again is neither written nor counted again.
  let warming = true;
  const host = makeHost({
    store,
    configuration,
    mode: 'paper',
    timers,
    health: { recent: async () => station.desk.health() },
    refused: (reason) => {
      if (!warming) problems.add({ kind: reason, channel: undefined, reason, at: 'live' });
    },
    ticks: deps.ticks && mutedTicks(deps.ticks, () => warming),
    listing: gammaCatalog(gammaClient({ url: world.hosts.gamma })),
    notifier: deps.notifier,
  });
  const { collector } = host;
  const hot = hotWriter(dynamoHotState(store.client, TABLES.hot.suffix, world.clock), {
    clock: world.clock,
    ttlMs: HOT_TTL_MS * world.clock.rate,
    failed: onTrouble,
  });
  const station: Station = new Station({
    world,
    series,
    recorder,
    collector,
    take: (events, { at }) => {
      collector.advance(at);
      if (host.take(events, at)) host.settled().catch(failed);
    },
    beat: (at) => {
      host.settled().catch(failed);
      for (const { window, snapshot } of collector.feeds(at).windows) {
        const id = windowId(window);
        hot.offer(id, () => collector.snapshot(id, world.clock.now()) ?? snapshot);
      }
      hot.offerFeeds(station.desk.status());
    },
    show: (desk) => deps.show(desk, collector),
    onTrouble,
  });
  const rest = async (): Promise<void> => {
    timers.stop();
    await host.settled().finally(() => hot.close());
  };
  try {
    const warmed = await warmUp(collector, { folder: deps.tapes, series, now: world.clock.now() });
    await fillIn(deps, collector, warmed.until);
    warming = false;
    await host.resume(world.clock.now());
  } catch (error) {
    await Promise.allSettled([rest(), recorder.close()]);
    throw error;
  }
  station.start();
  return async () => {
    try {
      const watched = await station.stop();
      for (const { channel, reason, count } of watched.malformed)
        problems.add({ kind: 'malformed', channel, reason, at: 'live', count });
      return { ...watched, problems };
    } finally {
      await rest();
    }
  };
}

/** What happened since `knownUntil`, as the exchanges tell it: it goes to the tape too, for a replay to know it. */
async function fillIn(deps: PaperDeps, collector: Collector, knownUntil: EpochMs | undefined): Promise<void> {
  const { world, series, recorder, onTrouble } = deps;
  const { hosts, clock } = world;
  const rest = new RestThread();
  const missed = await backfill({ hosts, clock, series, rest, knownUntil, failed: onTrouble }).finally(() =>
    rest.close(),
  );
  for (const { frame, events } of missed) {
    const { at, channel, text } = frame;
    recorder.write({ receivedAt: at, channel, frame: text });
    collector.advance(at);
    for (const event of events) collector.take(event, at);
  }
}
