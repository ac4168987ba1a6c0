import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { PROGRAM } from '../../lib/bundle.ts';
import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoHealth } from '../../shared/adapters/dynamodb/health.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoReferencePrices } from '../../shared/adapters/dynamodb/reference-prices.ts';
import { dynamoTriggers } from '../../shared/adapters/dynamodb/triggers.ts';
import { writeTape } from '../../shared/adapters/tape/write.ts';
import { type Hosts, hostsOfVenue } from '../../shared/contracts/hosts.ts';
import { SnapshotSchema } from '../../shared/contracts/record.ts';
import { rulesFor } from '../../shared/domain/market/rulebook.ts';
import { windowAt, windowId } from '../../shared/domain/market/window.ts';
import type { WindowSnapshot } from '../../shared/domain/signal/evaluate.ts';
import { after, type EpochMs, epochMs, MINUTE_MS } from '../../shared/domain/units/time.ts';
import { parseFrame } from '../../shared/feeds/parse-frame.ts';
import { syntheticDay, syntheticHeader } from '../../sim/day.ts';
import { startVenue } from '../../sim/servers/venue.ts';
import { awsEnvironment, openFront } from '../lambdas/aws-front.ts';
import { aCollector } from '../local/live/rig.ts';
import { scratchFolder } from '../local/tapes.ts';
import { answering } from '../shared/adapters/ccxt/exchanges.ts';

/** The bundle as it is deployed, alone in a folder, with a venue that goes through the turn of a quarter hour. */
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
const SECRET = { apiKey: 'key', secret: 'c2VjcmV0', passphrase: 'pass' };
/** What is measured is told once a minute. */
const IN_TIME = { timeout: 120_000, interval: 250 };
const OFTEN = { timeout: 60_000, interval: 50 };

const folder = scratchFolder();
const program = join(folder, 'collector.mjs');
const tape = join(folder, 'day.tape');
const lines = [...syntheticDay({ seed: SEED, windows: 1 })];

beforeAll(async () => {
  await build({ ...PROGRAM, entryPoints: ['fargate/collector/main.ts'], outfile: program });
  await writeTape(tape, syntheticHeader(SEED), lines);
}, 60_000);

/** A collector on a venue that has come to `from`, and services of AWS of its own, until the test is done. */
async function started({ from, hosts = {} }: { from: EpochMs; hosts?: Partial<Hosts> }) {
  const front = await openFront(({ operation }) => ({
    status: 200,
    body: operation === 'secretsmanager.GetSecretValue' ? { SecretString: JSON.stringify(SECRET) } : {},
  }));
  onTestFinished(() => front.close());
  const sent: string[] = [];
  const venue = await startVenue({ tapes: [tape], from, onSent: (_id, _channel, text) => sent.push(text) });
  onTestFinished(() => venue.close());
  for (const [name, value] of Object.entries(awsEnvironment(front.url))) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const env = {
    ...awsEnvironment(front.url),
    PATH: process.env.PATH,
    TMPDIR: mkdtempSync(join(folder, 'task-')),
    HOSTS: JSON.stringify({ ...hostsOfVenue(venue.url), ...hosts }),
    SERIES: '["btc-15m"]',
    SETTINGS: JSON.stringify(EAGER),
    BUCKET: 'memory',
    PREFIX: 'ticks/',
    VENUE_SECRET: 'quarterhour/venue',
  };
  // The venue's clock is the collector's: it lives in November 2026.
  const shifted = `const now=Date.now;Date.now=()=>now()+${venue.now() - Date.now()}`;
  const words = ['--import', `data:text/javascript,${encodeURIComponent(shifted)}`, program];
  const collector = spawn(process.execPath, words, { cwd: folder, env });
  onTestFinished(() => {
    collector.kill('SIGKILL');
  });
  const said = { out: '', err: '' };
  collector.stdout?.on('data', (text) => {
    said.out += text;
  });
  collector.stderr?.on('data', (text) => {
    said.err += text;
  });
  return { front, venue, sent, collector, said, tables: connectTables(), clock: { now: () => venue.now() } };
}

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

test('started within a window it knows that window from its begin, and asks an exchange without a socket by REST', async () => {
  // Nothing listens at port 1: Kraken's socket is refused.
  const { venue, said, tables, clock } = await started({
    from: after(OPEN_AT, 4 * MINUTE_MS),
    hosts: { kraken: ['ws://127.0.0.1:1'] },
  });
  const hot = dynamoHotState(tables, 'hot', clock);
  const first = await vi.waitFor(async () => {
    const snapshot = await hot.snapshot(windowId(window));
    expect(snapshot, said.err).toBeDefined();
    return snapshot as WindowSnapshot;
  }, OFTEN);
  expect(first.sigma).toBeGreaterThan(0);
  expect(first.strike).toBeDefined();
  const { consensus } = whoWasThere(first.at);
  // The market has fallen by more than 0.4 % since the open. Binance's history is by the minute, and Kraken is silent: both
  // know the same to two hundredths of a percent.
  expect(consensus?.change).toBeLessThan(-0.004);
  expect(Math.abs((first.consensus?.change as number) - (consensus?.change as number))).toBeLessThan(0.000_2);

  const startedAt = venue.now();
  await vi.waitFor(async () => {
    const kraken = (await hot.snapshot(windowId(window)))?.consensus?.sources.find(
      ({ source }) => source === 'kraken',
    );
    expect(kraken, said.err).toBeDefined();
    expect(venue.now() - startedAt).toBeGreaterThan(5_000);
  }, OFTEN);
  expect((await hot.feeds())?.find(({ channel }) => channel === 'kraken')?.state).not.toBe('live');
});

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

/** What is known at `at` to one who heard the whole tape. */
function whoWasThere(at: EpochMs): WindowSnapshot {
  const collector = aCollector();
  for (const { receivedAt, channel, frame } of lines) {
    const heardAt = epochMs(receivedAt);
    if (heardAt > at) break;
    collector.advance(heardAt);
    parseFrame(channel, frame, (event) => collector.take(event, heardAt));
  }
  collector.advance(at);
  return collector.snapshot(windowId(window), at) as WindowSnapshot;
}
