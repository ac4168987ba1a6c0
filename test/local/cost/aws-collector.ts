import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Collector } from '../../../fargate/collector/collect.ts';
import { feedMeasures } from '../../../fargate/collector/feed-measures.ts';
import { PriceRecord } from '../../../fargate/collector/price-record.ts';
import { TriggerWatch } from '../../../fargate/collector/trigger-watch.ts';
import { dynamoHealth } from '../../../shared/adapters/dynamodb/health.ts';
import { dynamoHotState } from '../../../shared/adapters/dynamodb/hot-state.ts';
import { hotWriter } from '../../../shared/adapters/dynamodb/hot-writer.ts';
import { dynamoReferencePrices } from '../../../shared/adapters/dynamodb/reference-prices.ts';
import { dynamoTriggers } from '../../../shared/adapters/dynamodb/triggers.ts';
import { dynamoWindows } from '../../../shared/adapters/dynamodb/windows.ts';
import { parquetTicksTo } from '../../../shared/adapters/parquet/ticks.ts';
import type { TapeLine } from '../../../shared/adapters/tape/format.ts';
import type { Series } from '../../../shared/domain/market/series.ts';
import { windowId } from '../../../shared/domain/market/window.ts';
import type { SignalParameters, WindowSnapshot } from '../../../shared/domain/signal/evaluate.ts';
import { after, type EpochMs, epochMs, MINUTE_MS, SECOND_MS } from '../../../shared/domain/units/time.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { FeedStatus } from '../../../shared/ports/feeds.ts';
import { told } from '../../shared/feeds/told.ts';
import type { LogBytes } from './log-bytes.ts';

const TTL_MS = 15 * SECOND_MS;
const STATUS_MS = 5 * SECOND_MS;
/** Both books asked for every two and a half seconds, and listings now and then. */
const HEALTH = { calls: 60, errors: 0 };

/** The feeds of a collector that has run for weeks, each of which was lost once at least. */
const statuses = (at: EpochMs): FeedStatus[] =>
  (['binance', 'coinbase', 'kraken', 'bitstamp', 'rtds', 'clob'] as const).map((channel) => ({
    channel,
    state: 'live',
    host: 'data-stream.binance.vision',
    reason: 'nothing was heard for 30 s',
    lastDataAt: at,
    frames: 123_456_789,
    duplicates: 12_345,
    connections: 1_234,
    gaps: 1_234,
    uptime: 0.9998765432109876,
  }));

interface Deps {
  readonly client: DynamoDBDocumentClient;
  readonly clock: Clock;
  readonly series: Series;
  readonly parameters: SignalParameters;
  readonly log: LogBytes;
  /** What was begun here, to be waited for. */
  readonly begun: Promise<unknown>[];
  readonly wake: (token: string, snapshot: WindowSnapshot) => Promise<unknown>;
}

/**
 * The collector on the same parts and by the same clockwork as `fargate/collector` starts it, with a clock that stands
 * still between two beats and without sockets.
 */
export function awsCollector({ client, clock, series, parameters, log, begun, wake }: Deps) {
  const failed = (error: unknown): void => void begun.push(Promise.reject(error));
  const windows = dynamoWindows(client, 'windows');
  const hot = hotWriter(dynamoHotState(client, 'hot', clock), { clock, ttlMs: TTL_MS, failed });
  const health = dynamoHealth(client, 'hot', clock);
  const prices = new PriceRecord(dynamoReferencePrices(client, 'hot', clock), failed);
  const metrics = log.metricsOf('collector', clock);
  const files: { readonly name: string; readonly at: EpochMs }[] = [];
  const ticks = parquetTicksTo(
    { put: async (name) => void files.push({ name, at: clock.now() }) },
    { clock },
  );
  const collector = new Collector({
    parameters,
    wake: (token, snapshot) => void begun.push(wake(token, snapshot)),
    listed: () => undefined,
    closed: (id, points, at) => void begun.push(windows.put(id, { kind: 'path', at, points })),
    refused: () => undefined,
    ticks,
  });
  const triggers = dynamoTriggers(client, 'hot');
  const watch = new TriggerWatch({ clock, series: [series], parameters, triggers, collector });
  return {
    collector,
    files,
    take({ channel, frame, receivedAt }: TapeLine): void {
      const at = epochMs(receivedAt);
      const events = told(channel, frame);
      collector.advance(at);
      for (const event of events) collector.take(event, at);
      collector.tested(at);
      prices.take(events, at);
    },
    /** What is due at `at`, a whole number of quarter seconds. */
    async beat(at: EpochMs): Promise<void> {
      collector.advance(at);
      for (const { window, snapshot } of collector.feeds(at).windows) {
        const id = windowId(window);
        hot.offer(id, () => collector.snapshot(id, clock.now()) ?? snapshot);
      }
      if (at % SECOND_MS === 0) await Promise.all([watch.look(), prices.write()]);
      if (at % STATUS_MS === 0) {
        hot.offerFeeds(statuses(at));
        await health.put(HEALTH, after(at, TTL_MS));
      }
      if (at % MINUTE_MS !== 0) return;
      metrics.record(
        feedMeasures({
          feeds: statuses(at),
          calls: new Map([['polymarket', HEALTH]]),
          storeFailures: 0,
          wakeFailures: 0,
        }),
      );
      await ticks.flush();
    },
  };
}
