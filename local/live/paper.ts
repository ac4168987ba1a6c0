import type { Collector } from '../../fargate/collector/collect.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { hotWriter } from '../../shared/adapters/dynamodb/hot-writer.ts';
import { TABLES } from '../../shared/adapters/dynamodb/tables.ts';
import type { Recorder } from '../../shared/adapters/tape/recorder.ts';
import type { Configuration } from '../../shared/contracts/config.ts';
import type { Series } from '../../shared/domain/market/series.ts';
import { windowId } from '../../shared/domain/market/window.ts';
import { SECOND_MS } from '../../shared/domain/units/time.ts';
import type { Desk } from '../../shared/feeds/desk.ts';
import type { Ticks } from '../../shared/ports/ticks.ts';
import { makeHost } from '../host.ts';
import { Problems } from '../problems.ts';
import type { Store } from '../store/embedded.ts';
import { backfill } from './backfill.ts';
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
    ticks: deps.ticks && whenNot(() => warming, deps.ticks),
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
    await backfill({
      world,
      series,
      collector,
      knownUntil: warmed.until,
      record: ({ at, channel, text }) => recorder.write({ receivedAt: at, channel, frame: text }),
      failed: onTrouble,
    });
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

function whenNot(muted: () => boolean, ticks: Ticks): Ticks {
  return {
    tick: (tick) => muted() || ticks.tick(tick),
    reference: (tick) => muted() || ticks.reference(tick),
    book: (tick) => muted() || ticks.book(tick),
    flush: () => ticks.flush(),
  };
}
