import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { dynamoHealth } from '../../shared/adapters/dynamodb/health.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoReferencePrices } from '../../shared/adapters/dynamodb/reference-prices.ts';
import { dynamoTriggers } from '../../shared/adapters/dynamodb/triggers.ts';
import { writeTape } from '../../shared/adapters/tape/write.ts';
import type { Hosts } from '../../shared/contracts/hosts.ts';
import { SnapshotSchema } from '../../shared/contracts/record.ts';
import { rulesFor } from '../../shared/domain/market/rulebook.ts';
import { windowAt, windowId } from '../../shared/domain/market/window.ts';
import { after, type EpochMs, epochMs, MINUTE_MS } from '../../shared/domain/units/time.ts';
import { syntheticDay, syntheticHeader } from '../../sim/day.ts';
import { EVENTFUL } from '../../sim/eventful.ts';
import { deployed, startDeployed } from '../fargate/deployed.ts';
import { scratchFolder } from '../local/tapes.ts';
import { answering } from '../shared/adapters/ccxt/exchanges.ts';

/** The container as it is deployed, with a venue that goes through the turn of a quarter hour. */
const SEED = 24;
const OPEN_AT = epochMs(Date.parse('2026-11-20T00:00:00Z'));
const window = windowAt({ asset: 'btc', length: '15m' }, OPEN_AT);
/** Whatever the market does, it is entered. */
const EAGER = {
  entryDelayMin: 0,
  entryDelayMax: 15,
  minMomentumThreshold: 0,
  momentumConsistencyThreshold: 0,
  minEdgeThreshold: -1,
  minConfidence: 0,
  minLiquidity: 0,
  maxDivergence: 0.2,
};
/** What is measured is told once a minute. */
const IN_TIME = { timeout: 120_000, interval: 250 };
const OFTEN = { timeout: 60_000, interval: 50 };

const folder = scratchFolder();
const tape = join(folder, 'day.tape');
let container: ReturnType<typeof deployed>;

beforeAll(async () => {
  container = deployed({ settings: EAGER, venueSecret: 'quarterhour/venue' });
  await writeTape(
    tape,
    syntheticHeader(SEED, EVENTFUL),
    syntheticDay({ seed: SEED, profile: EVENTFUL, windows: 1 }),
  );
}, 60_000);

const started = (options: { from: EpochMs; hosts?: Partial<Hosts> }) =>
  startDeployed(container, { tape, ...options });

test('the collector wakes what waits, tells what it knows, and leaves nothing behind when it is stopped', async () => {
  const { front, collector, said, tables, clock } = await started({ from: after(OPEN_AT, -8_000) });
  await dynamoTriggers(tables, 'hot').arm(windowId(window), 'the-token', window.closeAt);
  const woken = () =>
    front.requests.find(({ operation }) => operation === 'AWSStepFunctions.SendTaskSuccess');
  await vi.waitFor(() => expect(woken(), said.err).toBeDefined(), IN_TIME);
  const { taskToken, output } = JSON.parse(String(woken()?.body));
  expect(taskToken).toBe('the-token');
  const { snapshot } = JSON.parse(output);
  expect(SnapshotSchema.parse(snapshot).books.up?.asks.length).toBeGreaterThan(0);

  const hot = dynamoHotState(tables, 'hot', clock);
  await vi.waitFor(async () => {
    const states = new Map((await hot.feeds())?.map(({ channel, state }) => [channel, state]));
    expect(states).toEqual(
      new Map(
        ['binance', 'coinbase', 'kraken', 'bitstamp', 'polybolt', 'clob'].map((each) => [each, 'live']),
      ),
    );
  }, IN_TIME);
  expect(await hot.snapshot(windowId(window))).toBeDefined();
  expect((await dynamoHealth(tables, 'hot', clock).recent()).calls).toBeGreaterThan(1);
  const rules = rulesFor(window, { twapLookbackMs: 60_000 });
  await vi.waitFor(async () => {
    const strike = await dynamoReferencePrices(tables, 'hot', clock).strike(window, rules);
    expect(strike).toMatchObject({ source: 'recorded' });
  }, IN_TIME);

  await vi.waitFor(() => expect(said.out).toContain('"FeedsDown":0'), IN_TIME);
  const stoppedAt = performance.now();
  collector.kill('SIGTERM');
  expect(await once(collector, 'exit'), said.err).toEqual([0, null]);
  expect(performance.now() - stoppedAt).toBeLessThan(10_000);
  const puts = front.requests.filter(({ operation }) => operation.startsWith('PUT '));
  const sources = puts.map(({ operation }) => /ticks\/(\w+\/source=\w+)\//.exec(operation)?.[1]);
  expect(new Set(sources)).toEqual(
    new Set([
      'ticks/source=binance',
      'ticks/source=coinbase',
      'ticks/source=kraken',
      'ticks/source=bitstamp',
      'reference/source=chainlink',
      'books/source=polymarket',
    ]),
  );
  expect(puts.every(({ body }) => body.subarray(0, 4).toString() === 'PAR1')).toBe(true);
  expect(said.err).not.toContain('Store');
}, 300_000);

test('stopped before an exchange has told its history it writes what it heard, and ends', async () => {
  const { url, asked } = await answering(() => 'hang');
  const from = after(OPEN_AT, 4 * MINUTE_MS);
  const { front, sent, collector, said } = await started({ from, hosts: { krakenRest: url } });
  await vi.waitFor(() => {
    expect(asked, said.err).toHaveLength(1);
    expect(sent.some((text) => text.includes('"aggTrade"'))).toBe(true);
  }, OFTEN);
  expect(said.err).not.toContain('frames of history');
  collector.kill('SIGTERM');
  expect(await once(collector, 'exit'), said.err).toEqual([0, null]);
  const puts = front.requests.map(({ operation }) => operation);
  expect(
    puts.find((operation) => operation.includes('ticks/source=binance')),
    said.err,
  ).toBeDefined();
});
