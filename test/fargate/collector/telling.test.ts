import { expect, test } from 'vitest';
import { feedMeasures } from '../../../fargate/collector/feed-measures.ts';
import { TroubleLog } from '../../../fargate/collector/trouble-log.ts';
import { VirtualTimers } from '../../../local/timers.ts';
import { StoreUnavailableError, WorkflowUnavailableError } from '../../../shared/contracts/errors.ts';
import type { FeedStatus } from '../../../shared/ports/feeds.ts';
import { secondsIn } from '../../shared/domain/examples.ts';

const feed = (channel: FeedStatus['channel'], state: FeedStatus['state']): FeedStatus => ({
  channel,
  state,
  host: 'h',
  reason: undefined,
  lastDataAt: undefined,
  frames: 1_200,
  duplicates: 0,
  connections: 2,
  gaps: 1,
  uptime: 0.9987,
});

test('a minute is told with the feeds that are down, and how each fared', () => {
  const feeds = [feed('binance', 'live'), feed('kraken', 'silent'), feed('polybolt', 'refused')];
  const calls = new Map([
    ['polymarket', { calls: 24, errors: 1 }],
    ['kraken', { calls: 30, errors: 2 }],
  ] as const);
  expect(feedMeasures({ feeds, calls, storeFailures: 3, wakeFailures: 4 })).toEqual([
    {
      metric: 'FeedsDown',
      value: 2,
      details: {
        binance: 'live, 1200 frames, 1 gaps, up 99.9 %',
        kraken: 'silent, 1200 frames, 1 gaps, up 99.9 %',
        polybolt: 'refused, 1200 frames, 1 gaps, up 99.9 %',
      },
    },
    { metric: 'ApiCalls', value: 24, dimensions: { exchange: 'polymarket' } },
    { metric: 'ApiCalls', value: 30, dimensions: { exchange: 'kraken' } },
    { metric: 'ApiErrors', value: 3 },
    { metric: 'AuthFailures', value: 1 },
    { metric: 'StoreFailures', value: 3 },
    { metric: 'WakeFailures', value: 4 },
  ]);
});

test('failures that did not happen are not told', () => {
  const measures = feedMeasures({
    feeds: [feed('clob', 'live')],
    calls: new Map([['polymarket', { calls: 0, errors: 0 }]]),
    storeFailures: 0,
    wakeFailures: 0,
  });
  expect(measures.map(({ metric, value }) => [metric, value])).toEqual([
    ['FeedsDown', 0],
    ['ApiCalls', 0],
    ['ApiErrors', 0],
  ]);
});

test('trouble is told once a minute in the same words, and failures are counted every time', async () => {
  const clock = new VirtualTimers();
  clock.set(secondsIn(0));
  const lines: string[] = [];
  const trouble = new TroubleLog(clock, (line) => lines.push(line));
  trouble.add(new StoreUnavailableError('gone'));
  trouble.add('odd');
  trouble.add(new WorkflowUnavailableError('no wake'));
  trouble.add(new WorkflowUnavailableError('no wake'));
  trouble.note('a market');
  trouble.note('a market');
  await clock.advance(secondsIn(59));
  trouble.add(new StoreUnavailableError('gone'));
  await clock.advance(secondsIn(60));
  trouble.add(new StoreUnavailableError('gone'));
  const gone = { level: 'warning', name: 'StoreUnavailableError', message: 'gone' };
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    gone,
    { level: 'error', message: 'odd', stack: expect.stringContaining('telling.test') },
    { level: 'warning', name: 'WorkflowUnavailableError', message: 'no wake' },
    { level: 'info', message: 'a market' },
    gone,
  ]);
  expect(trouble.takeFailures()).toEqual({ storeFailures: 3, wakeFailures: 2 });
  expect(trouble.takeFailures()).toEqual({ storeFailures: 0, wakeFailures: 0 });
});
