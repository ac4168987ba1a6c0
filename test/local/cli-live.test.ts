import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { ReplayResult } from '../../local/result.ts';
import { syntheticDay } from '../../sim/day.ts';
import { EVENTFUL } from '../../sim/eventful.ts';
import { readTape } from '../shared/adapters/tape/examples.ts';
import { started, startedVenue } from './live/child.ts';
import { quarterhour } from './quarterhour.ts';
import { scratchFolder, writeLines } from './tapes.ts';

/** Less than the ten seconds after which whoever stops us would kill us. */
const GRACE_MS = 10_000;
const RATE = 10;
const WINDOW = 'btc-15m-1795133700';
/** Early enough to hear all of the minute before that window opens, of which its strike is the mean. */
const FROM = '2026-11-20T00:12:30.000Z';
/** By when the print that is stamped at the open has come. */
const OPENED = Date.parse('2026-11-20T00:15:10.000Z');
const IN_TIME = { timeout: 60_000, interval: 100 };

const folder = scratchFolder();
const tape = join(folder, 'day.tape');
let venue: string;

beforeAll(async () => {
  writeLines(tape, [...syntheticDay({ seed: 22, profile: EVENTFUL, windows: 2 })], 22);
  venue = await aVenue();
}, 60_000);

const aVenue = () => startedVenue(['--tape', tape, '--rate', String(RATE), '--from', FROM, '--stay'], folder);

describe.each([
  ['record', ['--out', '--series', '--for', '--ticks', '--venue', '--host', '--json']],
  ['paper', ['--strategy', '--set', '--fresh', '--series', '--for', '--venue', '--json']],
  ['doctor', ['--venue', '--host', '--json']],
  ['venue', ['--tape', '--port', '--rate', '--from', '--stay', '--json']],
])('%s --help', (verb, options) => {
  test('names its options', async () => {
    const { code, stdout } = await quarterhour([verb, '--help'], folder);
    expect(code).toBe(0);
    for (const option of options) expect(stdout).toContain(option);
  });
});

test.each([
  [['record'], 2, /--out <path>/],
  [['record', '-o', 'x.tape', '--series', 'btc'], 2, /write a series as btc-15m/],
  [['record', '-o', 'x.tape', '--for', '10'], 2, /write it as 90s, 30m, 8h or 2d/],
  [['paper', '--for', '30d'], 2, /at most 20d/],
  [['paper', '--strategy', 'luck'], 2, /momentum, fair-value/],
  [['record', '-o', 'x.tape', '--host', 'binance'], 2, /write it as key=url/],
  [['record', '-o', 'x.tape', '--host', 'binanse=wss://x'], 2, /no such host; there are binance,/],
  [['record', '-o', 'x.tape', '--host', 'binance=https://x'], 2, /must be a ws:\/\/ or wss:\/\/ address/],
  [['paper', '--venue', 'here'], 2, /such as http:\/\/127\.0\.0\.1:8080/],
  [['paper', '--venue', 'http://127.0.0.1:1'], 1, /npx quarterhour venue --tape synthetic/],
  [['paper', '--venue', 'http://127.0.0.1:1', '--host', 'gamma=https://x'], 2, /the one or the other/],
])('%j ends with %d and says what to do', async (words, code, remedy) => {
  const said = await quarterhour(words, folder);
  expect(said.code).toBe(code);
  expect(said.stderr).toMatch(remedy);
});

describe('record', () => {
  test('ends after --for, with a tape that says SYNTHETIC', async () => {
    const out = join(folder, 'short.tape.gz');
    const words = ['record', '-o', out, '--venue', venue, '--for', '20s', '--json'];
    const { code, stdout, stderr } = await quarterhour(words, folder);
    expect(code).toBe(0);
    expect(stderr).toContain('SYNTHETIC');
    const told = JSON.parse(stdout);
    const { header, lines, broken } = await readTape(out);
    expect(header).toMatchObject({ synthetic: true, title: expect.stringContaining('SYNTHETIC') });
    expect(broken).toEqual([]);
    expect(told).toMatchObject({ tapes: [out], synthetic: true, stopped: 'time', frames: lines.length });
    expect(told.feeds.map(({ channel }: { channel: string }) => channel)).toEqual([
      ...['binance', 'coinbase', 'kraken', 'bitstamp', 'polybolt', 'clob'],
    ]);
  });

  test('is refused at once where a tape is', async () => {
    const { code, stderr } = await quarterhour(['record', '-o', tape, '--venue', venue], folder);
    expect(code).toBe(1);
    expect(stderr).toContain('exists already; name another file');
  });

  test('ends upon SIGTERM with everything that it received', async () => {
    const out = join(folder, 'stopped');
    const recording = started(['record', '-o', out, '--venue', venue, '--json'], folder);
    await vi.waitFor(() => expect(lastIn(out)).toBeGreaterThan(0), IN_TIME);
    const from = performance.now();
    recording.process.kill('SIGTERM');
    const { code, stdout } = await recording.ended;
    expect(performance.now() - from).toBeLessThan(GRACE_MS);
    expect(code).toBe(0);
    const { tapes, frames, stopped } = JSON.parse(stdout);
    expect(stopped).toBe('signal');
    const { lines, broken } = await readTape(tapes[0]);
    expect(lines).toHaveLength(frames);
    expect(broken).toEqual([]);
  });
});

describe('paper', () => {
  test('killed and started again goes on with the same account, and with the strike that was recorded', async () => {
    // Looks at the window from one minute after its open, and decides after two at the latest.
    const settings = ['--set', 'entryDelayMin=1', '--set', 'entryDelayMax=2'];
    const words = ['paper', ...settings, '--venue', await aVenue(), '--json'];
    const tapes = join(folder, 'runs', 'paper-simulated', 'tapes');
    const first = started(words, folder);
    await vi.waitFor(() => expect(lastIn(tapes)).toBeGreaterThan(OPENED), IN_TIME);
    first.process.kill('SIGKILL');
    await first.ended;

    const second = started([...words, '--for', '2m'], folder);
    const { code, stdout, stderr } = await second.ended;
    expect(code, stderr).toBe(0);
    const result: ReplayResult = JSON.parse(stdout);
    const known = result.windows.find(({ id }) => id === WINDOW);
    expect(new Set(known?.decisions.map(({ strikeSource }) => strikeSource))).toEqual(new Set(['recorded']));
    // One account: opened once, by the first of the two.
    const ledger = await quarterhour(['ledger', '--json'], folder);
    const { entries } = JSON.parse(ledger.stdout);
    expect(entries.filter(({ event }: { event: string }) => event === 'opened')).toHaveLength(1);
    for (const name of readdirSync(tapes)) expect(name).toMatch(/\.tape\.gz$/);
  }, 90_000);

  test('is paused and resumed by other processes while it trades', async () => {
    const trading = started(['paper', '--venue', venue, '--json', '--fresh'], folder);
    const tapes = join(folder, 'runs', 'paper-simulated', 'tapes');
    await vi.waitFor(() => expect(lastIn(tapes)).toBeGreaterThan(0), IN_TIME);
    const words = ['--run', 'paper-simulated', '--json', '--reason', 'a test'];
    const paused = await quarterhour(['pause', ...words], folder);
    expect(paused.code, paused.stderr).toBe(0);
    expect(JSON.parse(paused.stdout).entry).toMatchObject({ event: 'halted' });
    const resumed = await quarterhour(['resume', ...words], folder);
    expect(resumed.code, resumed.stderr).toBe(0);
    trading.process.kill('SIGTERM');
    expect((await trading.ended).code).toBe(0);
    const { stdout } = await quarterhour(['ledger', '--run', 'paper-simulated', '--json'], folder);
    const events = JSON.parse(stdout).entries.map(({ event }: { event: string }) => event);
    expect(events.filter((event: string) => event === 'halted' || event === 'resumed')).toEqual([
      'halted',
      'resumed',
    ]);
  }, 150_000);

  test('ends upon SIGTERM in order', async () => {
    const trading = started(['paper', '--venue', venue, '--json', '--fresh'], folder);
    const tapes = join(folder, 'runs', 'paper-simulated', 'tapes');
    await vi.waitFor(() => expect(lastIn(tapes)).toBeGreaterThan(0), IN_TIME);
    const from = performance.now();
    trading.process.kill('SIGTERM');
    const { code, stdout } = await trading.ended;
    expect(performance.now() - from).toBeLessThan(GRACE_MS);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.tape.synthetic).toBe(true);
    let frames = 0;
    for (const name of readdirSync(tapes)) frames += (await readTape(join(tapes, name))).lines.length;
    expect(frames).toBeGreaterThanOrEqual(result.tape.events);
  });
});

test('doctor finds a simulated venue in order', async () => {
  const { code, stdout } = await quarterhour(['doctor', '--venue', venue, '--json'], folder);
  const { ok, checks } = JSON.parse(stdout);
  expect([code, ok]).toEqual([0, true]);
  expect(checks).toContainEqual(expect.objectContaining({ name: 'spot exchanges', state: 'good' }));
});

/** When the last line came of the tape that is being recorded in `folder`; 0 before there is one. */
function lastIn(folder: string): number {
  const name = existsSync(folder) ? readdirSync(folder).find((each) => each.endsWith('.tape')) : undefined;
  if (name === undefined) return 0;
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  return Number(lines.at(-2)?.split(' ', 1)) || 0;
}
