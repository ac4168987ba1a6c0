import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runProgram } from '../../local/cli/program.ts';
import { makeRandom } from '../../sim/random.ts';
import { binanceTrade, book, coinbaseTrade, listing, madeTape, print } from '../backtest/made-tape.ts';
import { PROGRAM, quarterhour } from './quarterhour.ts';
import { EAGER } from './runs.ts';
import { scratchFolder, thinned, writeLines } from './tapes.ts';

const OPEN = Date.parse('2026-09-28T17:30:00Z');
const SLUG = `btc-updown-15m-${OPEN / 1_000}`;
const of = { slug: SLUG, condition: '0x1' };

/** 64,000.5 dollars at the open and a dollar less at the close: Down. */
const WINDOW = [
  listing(OPEN - 60_000, of),
  print(OPEN, '64000500000000000000000'),
  book(OPEN + 10_000, '0x1-up', { bids: [['0.49', '20.5']], asks: [['0.51', '7']] }),
  print(OPEN + 900_000, '63999500000000000000000'),
];

describe('the command line', () => {
  const folder = scratchFolder();
  const data = join(folder, 'data');
  const tape = join(folder, 'window.tape');
  const said = { stdout: '', stderr: '' };
  const run = (...words: string[]): Promise<number> => runProgram(words, data);

  beforeAll(() => {
    madeTape(tape, [...WINDOW, listing(OPEN + 930_000, { ...of, winner: 'Down' })]);
    madeTape(join(folder, 'turned.tape'), [...WINDOW, listing(OPEN + 930_000, { ...of, winner: 'Up' })]);
    madeTape(join(folder, 'silent.tape'), WINDOW.slice(0, -1));
    const [day, from] = [86_400_000, Date.parse('2026-01-05T00:00:00Z')];
    const candle = (at: number): string => `${at},64000.0,64100.0,63900.0,64050.0,12.5`;
    writeFileSync(
      join(folder, 'klines.csv'),
      `timestamp,open,high,low,close,volume\n${candle(from)}\n${candle(from + day / 24 / 60)}\n`,
    );
  });
  beforeEach(() => {
    Object.assign(said, { stdout: '', stderr: '' });
    for (const stream of ['stdout', 'stderr'] as const)
      vi.spyOn(process[stream], 'write').mockImplementation((text) => {
        said[stream] += text;
        return true;
      });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    ['replay', ['--tape', '--strategy', '--set', '--fresh']],
    ['import', ['--from', '--out', '--force']],
    ['books', ['--tape', '--levels']],
    ['settle', ['--tape']],
    ['lead-lag', ['--tape']],
    ['ledger', ['--run', '--cloud', '--check']],
    ['pause', ['--reason', '--run', '--cloud']],
    ['kill', ['--reason', '--run', '--cloud']],
    ['resume', ['--reason', '--breaker', '--run', '--cloud']],
    ['report', ['--run', '--out']],
  ])('%s --help ends with 0 and names every option', async (verb, options) => {
    expect(await run(verb, '--help')).toBe(0);
    for (const option of [...options, '--json', '--data']) expect(said.stdout).toContain(option);
    expect(said.stdout).not.toMatch(/default: (false|\[\])/);
    expect(said.stderr).toBe('');
  });

  test('--help names every verb', async () => {
    expect(await run('--help')).toBe(0);
    for (const verb of ['replay', 'import', 'books', 'settle', 'lead-lag', 'ledger', 'report'])
      expect(said.stdout).toMatch(new RegExp(`^  ${verb} `, 'm'));
  });

  test.each([
    ['an unknown verb', ['trade']],
    ['an unknown option', ['settle', '--tape', 'x', '--fast']],
    ['a replay without a tape', ['replay']],
    ['an unknown strategy', ['replay', '--tape', 'x', '--strategy', 'luck']],
    ['an import of nothing', ['import', '--from', 'klines', '-o', 'x.tape']],
    ['an import without a format', ['import', 'x', '-o', 'x.tape']],
    ['an import of an unknown format', ['import', 'x', '--from', 'papyrus', '-o', 'x.tape']],
    ['books without a tape', ['books']],
    ['no levels of a book', ['books', '--tape', 'x', '--levels', '0']],
    ['settle without a tape', ['settle']],
    ['lead-lag without a tape', ['lead-lag']],
    ['a ledger of an unnamed run', ['ledger', '--run']],
    ['a report to nowhere', ['report', '--out']],
    ['a word too many', ['settle', '--tape', 'x', 'y']],
  ])('%s is a usage error, told on standard error', async (_, words) => {
    expect(await run(...words)).toBe(2);
    expect(said.stdout).toBe('');
    expect(said.stderr).toContain('error: ');
  });

  test.each([
    ['replay', 'TapeError', ['--tape', 'nowhere.tape']],
    ['import', 'TapeError', ['nowhere.csv', '--from', 'klines', '-o', 'x.tape']],
    ['books', 'TapeError', ['--tape', 'nowhere.tape']],
    ['settle', 'TapeError', ['--tape', 'nowhere.tape']],
    ['lead-lag', 'TapeError', ['--tape', 'nowhere.tape']],
    ['ledger', 'StoreUnavailableError', []],
    ['ledger', 'StoreUnavailableError', ['--run', '0123456789ab']],
    ['report', 'StoreUnavailableError', ['--run', '0123456789ab']],
  ])('%s refuses what it cannot do: %s for %j', async (verb, name, words) => {
    expect(await run(verb, '--json', ...words)).toBe(1);
    const { error } = JSON.parse(said.stdout);
    expect(error.name).toBe(name);
    expect(said.stderr).toBe(`error: ${error.message}\n`);
  });

  test.each([
    ['replay', ['--tape', 'nowhere.tape', '--set', 'luck=1']],
    ['replay', ['--tape', 'nowhere.tape', '--set', 'maxConcurrent=0']],
    ['paper', ['--set', 'luck']],
    ['paper', ['--venue', 'nowhere']],
    ['record', ['-o', 'x.tape', '--host', 'gamma']],
    ['doctor', ['--host', 'gama=https://example.org']],
    ['venue', ['--tape', 'nowhere.tape', '--from', 'noon']],
  ])('%s takes wrong settings for a usage error: %j', async (verb, words) => {
    expect(await run(verb, '--json', ...words)).toBe(2);
    const { error } = JSON.parse(said.stdout);
    expect(error.name).toBe('ConfigurationError');
    expect(said.stderr).toBe(`error: ${error.message}\n`);
  });

  test('a setting that is out of range is named with its key', async () => {
    expect(await run('replay', '--tape', tape, '--set', 'max_concurrent=0', '--set', 'luck=1')).toBe(2);
    expect(said.stderr).toMatch(
      /maxConcurrent: .*luck: no such setting|luck: no such setting.*maxConcurrent: /,
    );
  });

  test('settle says who won beside the venue, and ends with 0 when they agree', async () => {
    expect(await run('settle', '--json', '--tape', tape)).toBe(0);
    expect(JSON.parse(said.stdout)).toEqual({
      windows: [{ slug: SLUG, strike: '64000.5', close: '63999.5', outcome: 'down', official: 'down' }],
      agree: 1,
      disagree: 0,
      unknown: 0,
    });
  });

  test('settle ends with 1 when the venue contradicts the prints', async () => {
    expect(await run('settle', '--json', '--tape', join(folder, 'turned.tape'))).toBe(1);
    expect(JSON.parse(said.stdout)).toMatchObject({ agree: 0, disagree: 1, unknown: 0 });
  });

  test('settle ends with 0 when a print is missing: nothing is contradicted', async () => {
    expect(await run('settle', '--tape', join(folder, 'silent.tape'))).toBe(0);
    expect(said.stdout).toContain('0 agree, 0 disagree, 1 unknown');
  });

  test('books says CSV, or its columns and rows as JSON', async () => {
    expect(await run('books', '--tape', tape)).toBe(0);
    const row = `${OPEN + 10_000},${SLUG},0x1-up,0.49,20.5,0.51,7`;
    const header = 'received_ms,slug,asset_id,bid1,bid_sz1,ask1,ask_sz1';
    expect(said.stdout).toBe(`${header}\n${row}\n`);
    said.stdout = '';
    expect(await run('books', '--json', '--tape', tape)).toBe(0);
    expect(JSON.parse(said.stdout)).toEqual({ columns: header.split(','), rows: [row.split(',')] });
  });

  test('lead-lag says that there is nothing to compare', async () => {
    expect(await run('lead-lag', '--json', '--tape', tape)).toBe(0);
    expect(JSON.parse(said.stdout)).toEqual({ pairs: [] });
  });

  test('lead-lag shows no lag of feeds that have nothing to do with each other', async () => {
    const random = makeRandom(1, 'feeds');
    const walk = (): string => (64_000 + random.whole(100)).toFixed(2);
    const unlike = madeTape(
      join(folder, 'unlike.tape'),
      Array.from({ length: 600 }, (_, step) => [
        binanceTrade(OPEN + step * 100, step + 1, walk()),
        coinbaseTrade(OPEN + step * 100, step + 1, walk()),
      ]).flat(),
    );
    expect(await run('lead-lag', '--tape', unlike)).toBe(0);
    expect(said.stdout).toContain(' no lag found ');
    expect(said.stdout).not.toMatch(/\d ms/);
    said.stdout = '';
    expect(await run('lead-lag', '--json', '--tape', unlike)).toBe(0);
    // Moves of a second on a minute of instants
    expect(JSON.parse(said.stdout).pairs).toMatchObject([{ significant: false, lagMs: expect.any(Number) }]);
  });

  test('import makes a tape once, and again only with --force', async () => {
    const words = [
      'import',
      '--json',
      join(folder, 'klines.csv'),
      '--from',
      'klines',
      '-o',
      join(folder, 'k.tape'),
    ];
    expect(await run(...words)).toBe(0);
    expect(JSON.parse(said.stdout)).toMatchObject({ tape: join(folder, 'k.tape'), events: 2, windows: 0 });
    expect(await run(...words)).toBe(1);
    expect(said.stderr).toContain('--force');
    expect(await run(...words, '--force')).toBe(0);
  });

  test('a recording that is no tape yet is refused with the command that makes one of it', async () => {
    expect(await run('settle', '--tape', join(folder, 'klines.csv'))).toBe(1);
    expect(said.stderr).toContain(
      `quarterhour import --from klines ${join(folder, 'klines.csv')} -o klines.tape.gz`,
    );
  });

  test('a defect is none of the user’s: every refusal has a name', async () => {
    writeFileSync(join(folder, 'text.tape'), 'no header\n');
    expect(await run('replay', '--tape', join(folder, 'text.tape'))).toBe(1);
    expect(said.stderr).toMatch(/^error: .*text\.tape:1: is no Quarterhour tape/);
  });
});

test('a reader who stops reading, as head does, ends books without a word', async () => {
  const folder = scratchFolder();
  // 30,000 rows: far more than a pipe holds
  const rows = Array.from({ length: 30_000 }, (_, ms) => book(OPEN + ms, '0x1-up', { bids: [], asks: [] }));
  const tape = madeTape(join(folder, 'long.tape'), rows);
  const child = spawn(process.execPath, [PROGRAM, 'books', '--tape', tape, '--data', folder]);
  child.stdout.once('data', () => child.stdout.destroy());
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  expect([code, stderr]).toEqual([0, '']);
});

describe('the records of a run', () => {
  const folder = scratchFolder();
  const data = join(folder, 'data');
  let result: ReturnType<typeof JSON.parse>;

  beforeAll(async () => {
    const tape = writeLines(join(folder, 'six.tape'), thinned(5, 6), 5);
    const words = ['replay', '--json', '--tape', tape, ...EAGER.flatMap((setting) => ['--set', setting])];
    result = JSON.parse((await quarterhour(words, data)).stdout);
  }, 60_000);

  test('ledger tells the journal, from the opening on, with the digest of the result', async () => {
    const { code, stdout } = await quarterhour(['ledger', '--json'], data);
    const told = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(told).toMatchObject({ run: result.run, digest: result.ledger.digest });
    expect(told.entries).toHaveLength(result.ledger.entries);
    expect(told.entries[0]).toEqual({
      seq: 1,
      at: '2026-11-19T23:58:00.000Z',
      event: 'opened',
      what: 'opened with 10000',
      cash: '10000',
      equity: '10000',
    });
    expect(told.entries.at(-1)).toMatchObject({ cash: result.account.cash, equity: result.account.equity });
  });

  test('ledger --check tells a whole journal from one that has lost an entry, and where', async () => {
    const { entries, digest } = result.ledger;
    const whole = await quarterhour(['ledger', '--check', '--json'], data);
    expect(whole.code).toBe(0);
    expect(JSON.parse(whole.stdout)).toEqual({ run: result.run, ok: true, entries, digest });

    const run = join(data, 'runs', result.run);
    const head = readFileSync(join(run, 'store.head'));
    writeFileSync(join(run, 'store.head'), JSON.stringify({ seq: entries + 1, digest: 'of one more' }));
    const lost = await quarterhour(['ledger', '--check', '--json'], data);
    expect(lost.code).toBe(1);
    const told = { run: result.run, ok: false, entries, digest, firstBad: entries + 1 };
    expect(JSON.parse(lost.stdout)).toMatchObject({ ...told, what: expect.stringContaining('restore') });
    const words = await quarterhour(['ledger', '--check'], data);
    expect(words.stdout).toContain(`is broken at entry ${entries + 1}.`);
    // Nor is it listed as if nothing were wrong.
    expect(await quarterhour(['ledger'], data)).toMatchObject({ code: 1, stdout: '' });
    writeFileSync(join(run, 'store.head'), head);
  });

  test('a run that is not there is refused with those that are', async () => {
    for (const verb of ['ledger', 'report'])
      expect(await quarterhour([verb, '--run', 'nowhere'], data)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: `error: ${data} holds no run nowhere; there are: ${result.run}\n`,
      });
  });

  test('a report that cannot be written is refused by name', async () => {
    const { code, stderr } = await quarterhour(['report', '--out', '/dev/null/report.html'], data);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: \/dev\/null\/report.html cannot be written \(E\w+\)\n$/);
  });

  test('a result that is damaged or was never written is refused with what to do', async () => {
    for (const id of ['damaged', 'unfinished']) mkdirSync(join(data, 'runs', id));
    writeFileSync(join(data, 'runs/damaged/result.json'), '{');
    for (const id of ['damaged', 'unfinished']) {
      const { code, stderr } = await quarterhour(['report', '--run', id], data);
      const path = join(data, 'runs', id, 'result.json');
      expect([code, stderr]).toEqual([
        1,
        `error: ${path} cannot be read; replay the tape of this run again\n`,
      ]);
      rmSync(join(data, 'runs', id), { recursive: true });
    }
  });

  test('report renders the figures of the result anew', async () => {
    const path = join(folder, 'report.html');
    const { code, stdout } = await quarterhour(['report', '--json', '--out', path], data);
    expect([code, JSON.parse(stdout)]).toEqual([0, { run: result.run, report: path }]);
    const report = readFileSync(path, 'utf8');
    const traded = result.windows.filter(({ fills }: { fills: unknown[] }) => fills.length > 0);
    expect(traded.length).toBeGreaterThan(0);
    for (const { id } of traded) expect(report).toContain(`href="#${id}"`);
    for (const { id } of result.windows) expect(report).toContain(`id="${id}"`);
    expect(report).toContain(`Ledger: ${result.ledger.entries} entries, digest ${result.ledger.digest}`);
    expect(report).toContain(`digest ${result.digest}`);
    expect(report).toContain('SYNTHETIC');
  });
});
