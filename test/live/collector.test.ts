import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PROGRAM } from '../../lib/bundle.ts';
import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoHealth } from '../../shared/adapters/dynamodb/health.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoReferencePrices } from '../../shared/adapters/dynamodb/reference-prices.ts';
import { dynamoTriggers } from '../../shared/adapters/dynamodb/triggers.ts';
import { writeTape } from '../../shared/adapters/tape/write.ts';
import { hostsOfVenue } from '../../shared/contracts/hosts.ts';
import { SnapshotSchema } from '../../shared/contracts/record.ts';
import { rulesFor } from '../../shared/domain/market/rulebook.ts';
import { windowAt, windowId } from '../../shared/domain/market/window.ts';
import { after, epochMs } from '../../shared/domain/units/time.ts';
import { syntheticDay, syntheticHeader } from '../../sim/day.ts';
import { startVenue } from '../../sim/servers/venue.ts';
import { awsEnvironment, openFront } from '../lambdas/aws-front.ts';
import { scratchFolder } from '../local/tapes.ts';

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
/** Volatility is known after a minute of prices, and nothing is entered before. */
const IN_TIME = { timeout: 120_000, interval: 250 };

const folder = scratchFolder();
let front: Awaited<ReturnType<typeof openFront>>;
let venue: Awaited<ReturnType<typeof startVenue>>;
let collector: ChildProcess;
let told = '';
let logged = '';

beforeAll(async () => {
  front = await openFront(({ operation }) => ({
    status: 200,
    body: operation === 'secretsmanager.GetSecretValue' ? { SecretString: JSON.stringify(SECRET) } : {},
  }));
  const program = join(folder, 'collector.mjs');
  await build({ ...PROGRAM, entryPoints: ['fargate/collector/main.ts'], outfile: program });
  const tape = join(folder, 'day.tape');
  await writeTape(tape, syntheticHeader(SEED), [...syntheticDay({ seed: SEED, windows: 1 })]);
  venue = await startVenue({ tapes: [tape], from: after(OPEN_AT, -8_000) });
  for (const [name, value] of Object.entries(awsEnvironment(front.url))) vi.stubEnv(name, value);
  const env = {
    ...awsEnvironment(front.url),
    PATH: process.env.PATH,
    TMPDIR: folder,
    HOSTS: JSON.stringify(hostsOfVenue(venue.url)),
    SERIES: '["btc-15m"]',
    SETTINGS: JSON.stringify(EAGER),
    BUCKET: 'memory',
    PREFIX: 'ticks/',
    VENUE_SECRET: 'quarterhour/venue',
  };
  // The venue's clock is the collector's: it lives in November 2026.
  const shifted = `const now=Date.now;Date.now=()=>now()+${venue.now() - Date.now()}`;
  const words = ['--import', `data:text/javascript,${encodeURIComponent(shifted)}`, program];
  collector = spawn(process.execPath, words, { cwd: folder, env });
  collector.stdout?.on('data', (text) => {
    logged += text;
  });
  collector.stderr?.on('data', (text) => {
    told += text;
  });
}, 120_000);
afterAll(async () => {
  collector?.kill('SIGKILL');
  await venue?.close();
  await front?.close();
  vi.unstubAllEnvs();
});

test('the collector wakes what waits, tells what it knows, and leaves nothing behind when it is stopped', async () => {
  const tables = connectTables();
  const clock = { now: () => venue.now() };
  await dynamoTriggers(tables, 'hot').arm(windowId(window), 'the-token', window.closeAt);
  const woken = () =>
    front.requests.find(({ operation }) => operation === 'AWSStepFunctions.SendTaskSuccess');
  await vi.waitFor(() => expect(woken(), told).toBeDefined(), IN_TIME);
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
  expect(await dynamoReferencePrices(tables, 'hot', clock).strike(window, rules)).toMatchObject({
    source: 'recorded',
  });

  await vi.waitFor(() => expect(logged).toContain('"FeedsDown":0'), IN_TIME);
  const stoppedAt = performance.now();
  collector.kill('SIGTERM');
  expect(await once(collector, 'exit'), told).toEqual([0, null]);
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
  expect(told).not.toContain('Store');
}, 300_000);
