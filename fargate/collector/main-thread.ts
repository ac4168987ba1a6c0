import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { PricePollers } from '../../shared/adapters/ccxt/poll.ts';
import { RestThread } from '../../shared/adapters/ccxt/rest-thread.ts';
import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoHealth } from '../../shared/adapters/dynamodb/health.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { hotWriter } from '../../shared/adapters/dynamodb/hot-writer.ts';
import { dynamoReferencePrices } from '../../shared/adapters/dynamodb/reference-prices.ts';
import { dynamoTriggers } from '../../shared/adapters/dynamodb/triggers.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { parquetTicksTo } from '../../shared/adapters/parquet/ticks.ts';
import { connectBuckets } from '../../shared/adapters/s3/connect.ts';
import { s3Files } from '../../shared/adapters/s3/files.ts';
import { secretsClient, venueCredentials } from '../../shared/adapters/secrets-manager/credentials.ts';
import { sendSnapshot, sfnClient } from '../../shared/adapters/sfn/workflow.ts';
import { severalTicks } from '../../shared/adapters/spool/several-ticks.ts';
import { spooled } from '../../shared/adapters/spool/spool.ts';
import { connectTimestream } from '../../shared/adapters/timestream/connect.ts';
import { timestreamRequests } from '../../shared/adapters/timestream/requests.ts';
import { timestreamTicks } from '../../shared/adapters/timestream/ticks.ts';
import { signalParameters } from '../../shared/contracts/config.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { LISTING_CRITERIA } from '../../shared/domain/market/tradeable.ts';
import { windowId } from '../../shared/domain/market/window.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import { after, MINUTE_MS, SECOND_MS } from '../../shared/domain/units/time.ts';
import { backfill } from '../../shared/feeds/backfill.ts';
import { bookIn } from '../../shared/feeds/book-in.ts';
import { Desk } from '../../shared/feeds/desk.ts';
import type { Ticks } from '../../shared/ports/ticks.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { Beginning } from './beginning.ts';
import { Collector } from './collect.ts';
import { feedMeasures } from './feed-measures.ts';
import { Liveness } from './liveness.ts';
import { mendBooks } from './mend-books.ts';
import { mutedTicks } from './muted-ticks.ts';
import { PriceRecord } from './price-record.ts';
import { TriggerWatch } from './trigger-watch.ts';
import { TroubleLog } from './trouble-log.ts';

const BEAT_MS = 250;
/** Feeds and health are told so often, and believed for three times as long. */
const STATUS_MS = 5 * SECOND_MS;
const TTL_MS = 15 * SECOND_MS;
/** Half of a small task's disk: days of ticks. */
const SPOOL_BYTES = 10_000_000_000;
/** Whoever stops us kills us after half a minute. */
const PATIENCE_MS = 25 * SECOND_MS;

/** This file when it is part of the bundle, which begins anew as main.ts says. */
const THREAD = new URL(import.meta.url);
invariant(isMainThread, 'the collector runs as a bundle, in the first thread of its process');

const env = readEnvironment(process.env, READS.collector);
const trouble = new TroubleLog(clock, (line) => process.stderr.write(`${line}\n`));
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock });
const credentials =
  env.VENUE_SECRET === undefined
    ? undefined
    : await venueCredentials(secretsClient(), env.VENUE_SECRET, clock)();

const tables = connectTables();
const windows = dynamoWindows(tables, env.TABLE_WINDOWS);
const hotState = dynamoHotState(tables, env.TABLE_HOT, clock);
const hot = hotWriter(hotState, { clock, ttlMs: TTL_MS, failed: trouble.add });
const health = dynamoHealth(tables, env.TABLE_HOT, clock);
const prices = new PriceRecord(dynamoReferencePrices(tables, env.TABLE_HOT, clock), trouble.add);
const files = await spooled(s3Files(connectBuckets(), { bucket: env.BUCKET, prefix: env.PREFIX }), {
  folder: join(tmpdir(), 'quarterhour-spool'),
  maxBytes: SPOOL_BYTES,
});
const parquet = parquetTicksTo(files, { clock });
const ticks =
  env.TIMESTREAM_DATABASE === undefined
    ? parquet
    : severalTicks([parquet, timestream(env.TIMESTREAM_DATABASE)]);

const parameters = signalParameters(env.SETTINGS, 'paper');
const wake = sendSnapshot(sfnClient());
const collector = new Collector({
  parameters,
  takerDelayMs: env.SETTINGS.takerDelayMs,
  wake: (token, snapshot) => {
    wake(token, snapshot).catch((error: unknown) => {
      triggers.forget(token);
      trouble.add(error);
    });
  },
  listed: () => undefined,
  closed: (id, points, at) => void windows.put(id, { kind: 'path', at, points }).catch(trouble.add),
  refused: () => undefined,
  ticks: mutedTicks(ticks, () => beginning.tellsPast),
});
const triggers = new TriggerWatch({
  clock,
  series: env.SERIES,
  parameters,
  triggers: dynamoTriggers(tables, env.TABLE_HOT),
  collector,
});
const beginning = new Beginning(({ frame: { at }, events }) => {
  collector.advance(at);
  for (const event of events) collector.take(event, at);
  collector.tested(at);
  prices.take(events, at);
});
const desk = new Desk({
  hosts: env.HOSTS,
  series: env.SERIES,
  credentials,
  criteria: LISTING_CRITERIA,
  clock,
  random: Math.random,
  record: () => undefined,
  take: (events, frame) => beginning.hear({ frame, events }),
  onMarket: (market, reason) => {
    if (reason !== undefined && reason !== 'too-late')
      trouble.note(`${market.slug} is listed, and not to be traded: ${reason}`);
  },
  onTrouble: trouble.add,
  rest: new PricePollers(new RestThread(THREAD)),
});

const liveness = new Liveness(clock);
const every = (ms: number, work: () => Promise<void> | void): NodeJS.Timeout => {
  const done = liveness.watch();
  let busy = false;
  return setInterval(async () => {
    if (busy) return;
    busy = true;
    await Promise.resolve().then(work).catch(trouble.add);
    busy = false;
    done();
  }, ms);
};
const timers = [
  every(BEAT_MS, () => {
    const at = clock.now();
    collector.advance(at);
    for (const { window, snapshot } of collector.feeds(at).windows) {
      const id = windowId(window);
      hot.offer(id, () => collector.snapshot(id, clock.now()) ?? snapshot);
    }
  }),
  every(SECOND_MS, async () => {
    await Promise.all([triggers.look(), prices.write()]);
  }),
  every(STATUS_MS, async () => {
    hot.offerFeeds(desk.status());
    await health.put(desk.health(), after(clock.now(), TTL_MS));
  }),
  every(STATUS_MS, async () => {
    if (liveness.alive) await writeFile(env.ALIVE_FILE, '');
  }),
  every(MINUTE_MS, async () => {
    const failures = trouble.takeFailures();
    metrics.record(feedMeasures({ feeds: desk.status(), calls: desk.calls(MINUTE_MS), ...failures }));
    await ticks.flush();
  }),
];
const checks = mendBooks({ clock, rate: 1, collector, desk, bookIn, onTrouble: trouble.add });
desk.start();
const history = new RestThread(THREAD);
const begun = begin();

/** The windows that are open now are known from their begin, as far as the exchanges tell. */
async function begin(): Promise<void> {
  const { HOSTS: hosts, SERIES: series } = env;
  const past = await backfill({ hosts, clock, series, rest: history, failed: trouble.add });
  beginning.tell(past);
  trouble.note(`frames of history: ${past.length}`);
  await history.close();
}

function timestream(database: string): Ticks {
  const requests = timestreamRequests(connectTimestream(), {
    rejected: (reason, records) => trouble.note(`Timestream refuses ${records} records: ${reason}`),
  });
  const tables = { ticks: 'ticks', reference: 'reference', books: 'books' };
  return timestreamTicks(requests, { database, tables, clock });
}

/** What was received is written before the process ends. */
process.once('SIGTERM', async () => {
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
  for (const timer of timers) clearInterval(timer);
  checks.stop();
  await Promise.all([desk.stop(), history.close(), begun]);
  await Promise.all([hot.close(), prices.write(), ticks.flush().catch(trouble.add)]);
  await files.close();
  process.exit(0);
});
