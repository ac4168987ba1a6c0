import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ASSUMED } from '../../../local/cost/load.ts';
import { billedMetrics, METRICS, type MetricName, metricOf } from '../../../shared/domain/watch/metrics.ts';
import { scratchFolder } from '../tapes.ts';
import { awsWindow } from './aws-window.ts';

/** An assumption may be half as much again as what was counted, and never less. */
const FACTOR = 1.5;
const WINDOW_SECONDS = 900;
/** A window of which the momentum is never enough, and one that is entered as soon as there is an edge. */
const SETTINGS = {
  skipped: {},
  traded: {
    entryDelayMin: 0,
    entryDelayMax: 15,
    minMomentumThreshold: 0,
    momentumConsistencyThreshold: 0,
    minEdgeThreshold: 0.01,
    minConfidence: 0,
  },
};

type Counted = Awaited<ReturnType<typeof awsWindow>>;
let skipped: Counted;
let traded: Counted;

beforeAll(async () => {
  const folder = scratchFolder();
  skipped = await awsWindow(join(folder, 'skipped'), SETTINGS.skipped);
  traded = await awsWindow(join(folder, 'traded'), SETTINGS.traded);
}, 120_000);

/** What the collector does by the clock: all else is done once a window. */
const BY_THE_CLOCK = ['PutItem hot window', 'PutItem hot feeds', 'PutItem hot health', 'GetItem hot trigger'];
const [SNAPSHOT, FEEDS, HEALTH, TRIGGER] = BY_THE_CLOCK as [string, string, string, string];

const unitsOf = ({ billed }: Counted, kind: string): number => billed.get(kind)?.units ?? 0;
const unitsAWindow = ({ billed }: Counted, reads: boolean): number =>
  [...billed]
    .filter(([kind]) => !BY_THE_CLOCK.includes(kind) && reads !== kind.startsWith('PutItem'))
    .reduce((sum, [, { units }]) => sum + units, 0);
const unitsEach = ({ billed }: Counted, kind: string): number => {
  const { units, requests } = billed.get(kind) ?? { units: 0, requests: 1 };
  return units / requests;
};

test('one of the windows was skipped, the other one was bought and settled', () => {
  expect(skipped.calls).toContain('record-skip');
  expect(traded.calls).toEqual([
    'launch-window',
    'open-window',
    'await-trigger',
    'evaluate-signal',
    'approve-risk',
    'place-order',
    // The book that the collector wrote last was still from before the order's moment; a second later it was not.
    'confirm-fill',
    'confirm-fill',
    // 60, 75 and 105 s after the close; the venue resolves after 90.
    'settle-position',
    'settle-position',
    'settle-position',
  ]);
});

describe('an assumption is no less than what was counted, and at most half as much again', () => {
  const counts: readonly (readonly [keyof typeof ASSUMED, (counted: Counted) => number])[] = [
    ['transitions', ({ transitions }) => transitions],
    ['lambdaCalls', ({ calls }) => calls.length],
    ['windowWrites', (counted) => unitsAWindow(counted, false)],
    ['windowReads', (counted) => unitsAWindow(counted, true)],
    ['snapshotWrites', (counted) => unitsOf(counted, SNAPSHOT) / WINDOW_SECONDS],
    // Twelve times a minute.
    ['feedWritesAMinute', (counted) => 12 * (unitsEach(counted, FEEDS) + unitsEach(counted, HEALTH))],
    ['filesAFlush', ({ files }) => files.length],
    ['windowLogBytes', ({ log }) => log.workflow + log.functions],
  ];

  test.each(counts)('%s', (name, count) => {
    const most = Math.max(count(skipped), count(traded));
    expect(ASSUMED[name]).toBeGreaterThanOrEqual(most);
    expect(ASSUMED[name]).toBeLessThanOrEqual(FACTOR * most);
  });

  // The entry window of the other one is not the default's.
  test('triggerReads', () => {
    const counted = unitsOf(skipped, TRIGGER) / WINDOW_SECONDS;
    expect(ASSUMED.triggerReads).toBeGreaterThanOrEqual(counted);
    expect(ASSUMED.triggerReads).toBeLessThanOrEqual(FACTOR * counted);
  });

  // The network's log is beyond this machine.
  test('logBytesAMinute, for the part of it that is the collector', () => {
    const counted = skipped.log.collector / skipped.minutes;
    expect(counted).toBeGreaterThan(500);
    expect(counted).toBeLessThan(ASSUMED.logBytesAMinute / 2);
  });
});

describe('the collector writes by the clock', () => {
  test('a snapshot every second, of two write units at most', () => {
    const { requests, units } = skipped.billed.get(SNAPSHOT)!;
    expect(requests).toBeGreaterThanOrEqual(WINDOW_SECONDS);
    expect(requests).toBeLessThanOrEqual(WINDOW_SECONDS + 2);
    expect(units).toBeLessThanOrEqual(2 * requests);
  });

  test('one file a minute of each source', () => {
    expect(skipped.files.map((name) => name.split('/').slice(0, 2).join('/')).sort()).toEqual([
      'books/source=polymarket',
      'reference/source=chainlink',
      'ticks/source=binance',
      'ticks/source=bitstamp',
      'ticks/source=coinbase',
      'ticks/source=kraken',
    ]);
  });
});

test('a window without a trade writes no metric that is not paid for around the clock, and at least half of those', () => {
  const written = [...skipped.log.metrics];
  const steady = (Object.keys(METRICS) as MetricName[]).filter((name) => metricOf(name).steady);
  expect(steady).toEqual(
    expect.arrayContaining([...new Set(written.map((each) => each.split(' ')[0] as MetricName))]),
  );
  const paid = steady.reduce((sum, name) => sum + billedMetrics(name), 0);
  expect(paid).toBeGreaterThanOrEqual(written.length);
  expect(paid).toBeLessThanOrEqual(2 * written.length);
});
