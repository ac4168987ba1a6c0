import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPaper } from '../local/live/paper.ts';
import { openWorld } from '../local/live/world.ts';
import { openStore } from '../local/store/embedded.ts';
import { dynamoHotState } from '../shared/adapters/dynamodb/hot-state.ts';
import { TABLES } from '../shared/adapters/dynamodb/tables.ts';
import { recordFolder } from '../shared/adapters/tape/append.ts';
import type { TapeLine } from '../shared/adapters/tape/format.ts';
import { parseConfiguration } from '../shared/contracts/config.ts';
import { windowAt, windowId } from '../shared/domain/market/window.ts';
import { timedSockets, Visibility } from './freshness/watches.ts';
import { startSender } from './load/children.ts';
import { readOptions } from './options.ts';
import { atMost, type BenchResult, quantile, rounded } from './result.ts';

const MOST = { updatedMs: 1, visibleMs: 1_200 };
const SERIES = { asset: 'btc', length: '15m' } as const;
const START_MS = 5_000;
const POLL_MS = 10;
const HEADER = {
  version: 1,
  synthetic: true,
  derived: false,
  title: 'SYNTHETIC load',
  source: 'bench',
} as const;

/**
 * The whole of `paper` in this process on real sockets: how long a frame takes from the socket's event until the window
 * knows it, and until a reader of the hot table does.
 */
export async function benchFreshness(words: readonly string[]): Promise<BenchResult> {
  const { rate, seconds, from } = readOptions(words, {
    rate: 1_000,
    seconds: 60,
    from: '2026-11-20T00:01:00Z',
  });
  const folder = await mkdtemp(join(tmpdir(), 'quarterhour-freshness-'));
  const updated = timedSockets();
  const sender = await startSender(rate, Date.parse(from));
  const store = await openStore(join(folder, 'store'));
  try {
    const world = await openWorld({ venue: sender.url, host: [] }, {});
    const { clock } = world;
    const recorder = await recordFolder(join(folder, 'tapes'), HEADER);
    const visible = new Visibility();
    const fail = (error: unknown): never => {
      throw error;
    };
    const stop = await startPaper({
      world,
      series: [SERIES],
      configuration: parseConfiguration({}),
      store,
      recorder: Object.assign(Object.create(recorder), {
        write: (line: TapeLine) => {
          visible.received(line.receivedAt);
          recorder.write(line);
        },
      }),
      tapes: join(folder, 'none'),
      ticks: undefined,
      show: () => undefined,
      onTrouble: fail,
      failed: fail,
    });
    await delay(START_MS);
    updated.start();
    visible.start();
    const hot = dynamoHotState(store.client, TABLES.hot.suffix, clock);
    const id = windowId(windowAt(SERIES, clock.now()));
    const until = performance.now() + seconds * 1_000;
    while (performance.now() < until) {
      const snapshot = await hot.snapshot(id);
      if (snapshot !== undefined) visible.seen(snapshot.at, clock.now());
      await delay(POLL_MS);
    }
    const [toState, toHot] = [updated.sorted(), visible.sorted()];
    await stop();
    return {
      name: 'freshness',
      unit: 'ms from the event of the socket to the state of the window, p99',
      ours: rounded(quantile(toState, 0.99)),
      checks: [
        atMost(
          'event of the socket to state of the window, p99 in ms',
          quantile(toState, 0.99),
          MOST.updatedMs,
        ),
        atMost('received to visible in the hot table, p99 in ms', quantile(toHot, 0.99), MOST.visibleMs),
      ],
      detail: { seconds, state: spread(toState), hot: spread(toHot) },
    };
  } finally {
    updated.stop();
    sender.stop();
    await store.close();
    await rm(folder, { recursive: true });
  }
}

const spread = (sorted: Float64Array) => ({
  frames: sorted.length,
  p50: rounded(quantile(sorted, 0.5)),
  p99: rounded(quantile(sorted, 0.99)),
  max: rounded(quantile(sorted, 1)),
});
