import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { quarterhour } from './quarterhour.ts';
import { EAGER, type Left, runAnew } from './runs.ts';
import { scratchFolder, thinned, writeLines } from './tapes.ts';

const SEED = 5;
const SETTINGS = EAGER.flatMap((setting) => ['--set', setting]);

describe('a tape with bad lines', () => {
  const folder = scratchFolder();
  const good = thinned(SEED, 2);
  let clean: Left;
  let bad: Left;
  let tape: string;
  /** Where each bad line stands, by what is wrong with it. */
  const placed = new Map<string, string>();

  beforeAll(async () => {
    const lines: (TapeLine | string)[] = [...good];
    const find = (from: number, wanted: (line: TapeLine) => boolean): number =>
      lines.findIndex((line, index) => index >= from && typeof line !== 'string' && wanted(line));
    /** Puts a line behind the good one at `index`; the header is line 1, so that it is line `index` + 3. */
    const put = (what: string, index: number, make: (before: TapeLine) => TapeLine | string): void => {
      lines.splice(index + 1, 0, make(lines[index] as TapeLine));
      placed.set(what, `bad.tape:${index + 3}`);
    };
    const at = (line: TapeLine, channel: TapeLine['channel'], frame: string): TapeLine => ({
      receivedAt: line.receivedAt,
      channel,
      frame,
    });
    const trade = (p: string, a: number): string =>
      JSON.stringify({ e: 'aggTrade', E: 1795132700000, s: 'BTCUSDT', a, p, q: '1', T: 1795132700000 });

    put('broken', 100, () => 'gibberish');
    put('time', 200, () => 'yesterday binance {}');
    put('channel', 300, ({ receivedAt }) => `${receivedAt} bitfinex {}`);
    put('json', 400, (line) => at(line, 'binance', '{"e":"aggTrade",'));
    put('nan', 500, (line) => at(line, 'binance', trade('NaN', 9_000_000_000)));
    put('type', 600, (line) => at(line, 'clob', '{"event_type":"mystery"}'));
    put(
      'size',
      find(700, ({ channel }) => channel === 'clob'),
      (line) => ({
        ...line,
        frame: `{"event_type":"price_change","market":"0x1","timestamp":"${line.receivedAt}","price_changes":[{"asset_id":"1","price":"0.5","size":"-5","side":"BUY"}]}`,
      }),
    );
    put(
      'duplicate',
      find(800, ({ frame }) => frame.includes('"price_change"')),
      (line) => line,
    );
    // A print that is repeated by its id but not to the byte, and one older than the last.
    put(
      'id',
      find(900, ({ channel }) => channel === 'binance'),
      (line) => ({
        ...line,
        frame: line.frame.replace('"M":true', '"M":false'),
      }),
    );
    put(
      'older id',
      find(1000, ({ channel }) => channel === 'binance'),
      (line) => at(line, 'binance', trade('84000.00', 1)),
    );
    put('order', 1100, (line) => ({
      ...at(line, 'kraken', '{"channel":"heartbeat"}'),
      receivedAt: 1795132700000,
    }));
    const cut = lines.length;
    placed.set('cut', `bad.tape:${cut + 2}`);
    tape = writeLines(join(folder, 'bad.tape'), lines, SEED);
    writeFileSync(tape, `${readFileSync(tape, 'utf8')}1795134999999 binance {"e":"aggTr`);
    clean = await runAnew(folder, writeLines(join(folder, 'clean.tape'), good, SEED), EAGER);
    bad = await runAnew(folder, tape, EAGER);
  }, 60_000);

  const first = (what: string): string => placed.get(what) as string;

  test('counts each by what is wrong with it, with file and line of the first', () => {
    const found = bad.result.feed.problems.map(({ kind, channel, count, first }) => [
      first,
      channel,
      count,
      kind,
    ]);
    const expected = [
      [first('broken'), undefined, 1, /^broken-line: is not/],
      [first('time'), undefined, 1, /^broken-line: .*milliseconds/],
      [first('channel'), undefined, 1, /^broken-line: names an unknown channel "bitfinex"/],
      [first('json'), 'binance', 1, /^malformed: is not JSON/],
      [first('nan'), 'binance', 1, /^malformed: p is not a decimal number/],
      [first('type'), 'clob', 1, /^malformed: unknown event type "mystery"/],
      [first('size'), 'clob', 1, /^malformed: size is not a decimal number/],
      [first('duplicate'), 'clob', 1, /^duplicate$/],
      [first('id'), 'binance', 1, /^duplicate$/],
      [first('older id'), 'binance', 1, /^out-of-order$/],
      [first('order'), 'kraken', 1, /^out-of-order$/],
      [first('cut'), undefined, 1, /^broken-line: .*cut/],
    ].map(([at, channel, count, kind]) => [at, channel, count, expect.stringMatching(kind as RegExp)]);
    expect(found).toHaveLength(expected.length);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  test('is decided, traded and settled as if they were not there', () => {
    expect(bad.result.digest).toBe(clean.result.digest);
    expect(bad.entries).toEqual(clean.entries);
  });

  test('shows them in a table of the command line, under the band of a synthetic tape', async () => {
    const { code, stdout } = await quarterhour(['replay', '--tape', tape, ...SETTINGS], join(folder, 'data'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^SYNTHETIC: /);
    for (const where of placed.values()) expect(stdout).toMatch(new RegExp(`│ ${where} +│`));
    expect(stdout).toContain(bad.result.digest.slice(0, 16));
    expect(existsSync(/^Report: (.*)$/m.exec(stdout)?.[1] ?? '')).toBe(true);
  });

  test('whose gzip data is cut short is refused with file and line, and leaves no report', async () => {
    const path = join(folder, 'cut.tape.gz');
    const bytes = gzipSync(readFileSync(join(folder, 'clean.tape')));
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    const data = join(folder, 'data-of-cut');
    const { code, stdout, stderr } = await quarterhour(['replay', '--json', '--tape', path], data);
    expect(code).toBe(1);
    const { error } = JSON.parse(stdout);
    expect(error.name).toBe('TapeError');
    expect(error.message).toMatch(/cut\.tape\.gz:\d+: the gzip data is cut short/);
    expect(stderr).toBe(`error: ${error.message}\n`);
    const report = await quarterhour(['report'], data);
    expect([report.code, report.stderr]).toEqual([1, expect.stringContaining('holds no finished run')]);
  });
});
