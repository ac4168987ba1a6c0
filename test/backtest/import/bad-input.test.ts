import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Format } from '../../../backtest/import/formats.ts';
import { importRecording } from '../../../backtest/import/import.ts';
import { TapeError } from '../../../shared/contracts/errors.ts';
import { imported, scratchFolder, writeRecording } from './scratch.ts';

const HEADER = 'timestamp,open,high,low,close,volume';
const candle = (minute: number, volume = '3.5') =>
  `${1762128000000 + minute * 60_000},100.5,101,100,100.7,${volume}`;
const recording = (...lines: string[]) =>
  writeRecording(
    scratchFolder(),
    'candles.csv',
    [HEADER, candle(0), candle(1), ...lines, candle(9)].join('\n'),
  );

async function refusal(path: string, format: Format = 'klines'): Promise<string> {
  const out = join(scratchFolder(), 'out.tape.gz');
  const error = await importRecording({ format, path, out }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TapeError);
  expect(readdirSync(dirname(out))).toEqual([]);
  return (error as TapeError).message;
}

test.each([
  ['a value that is no number', candle(2, 'NaN'), 'volume is not a number'],
  ['a negative size', candle(2, '-1'), 'volume is negative'],
  ['an empty cell', candle(2, ''), 'volume is empty'],
  ['a row cut short', '1762128120000,100.5', 'has not as many cells as the header has columns'],
  ['a row that repeats another', candle(1), 'repeats an earlier row'],
  ['a row that is older than the one before', candle(0), 'is older than the row before it'],
])('%s is left out and named with its line', async (_, bad, reason) => {
  const { warnings, events } = await imported('klines', recording(bad));
  expect(warnings).toEqual([`candles.csv:4: ${reason}`]);
  expect(events).toBe(3);
});

test('lines that end as Windows ends them are read like any other', async () => {
  const text = [HEADER, candle(0), candle(1, '3.25')].join('\n');
  const [plain, windows] = [text, text.replaceAll('\n', '\r\n')].map((each) =>
    imported('klines', writeRecording(scratchFolder(), 'candles.csv', each)),
  );
  expect((await windows)?.warnings).toEqual([]);
  expect((await windows)?.lines).toEqual((await plain)?.lines);
});

test('rows with one fault make one warning, with their count', async () => {
  const { warnings } = await imported('klines', recording(candle(2, '-1'), candle(3, '-2'), candle(4, '-3')));
  expect(warnings).toEqual(['candles.csv:4: volume is negative (3 in all)']);
});

test('a line that is no JSON is left out of a recording in JSON lines', async () => {
  const good = (seq: number) =>
    JSON.stringify({
      source: 'coinbase',
      recv_wall_ts: 1777365226792 + seq,
      ingest_seq: seq,
      payload: '{"type":"x"}',
    });
  const path = writeRecording(
    scratchFolder(),
    'a.jsonl',
    `${good(1)}\n{"source":NaN}\n${good(2)}\n${good(3).slice(0, 30)}`,
  );
  const { warnings, events } = await imported('wire-capture', path);
  expect(events).toBe(2);
  expect(warnings).toEqual(['a.jsonl:2: is not JSON (2 in all)']);
});

test('a gzip file cut short is refused', async () => {
  const path = join(scratchFolder(), 'candles.csv.gz');
  const noise = Array.from({ length: 5000 }, (_, minute) =>
    candle(minute, String(randomBytes(4).readUInt32LE())),
  );
  const whole = gzipSync([HEADER, ...noise].join('\n'));
  writeFileSync(path, whole.subarray(0, whole.length - 9000));
  expect(await refusal(path)).toMatch(/candles\.csv\.gz:\d+: the gzip data is cut short/);
});

test('a damaged gzip file is refused', async () => {
  const path = join(scratchFolder(), 'candles.csv.gz');
  writeFileSync(path, 'this is no gzip');
  expect(await refusal(path)).toContain('candles.csv.gz:1: the gzip data is damaged');
});

test('a missing file is refused', async () => {
  expect(await refusal(join(scratchFolder(), 'none.csv'))).toContain('none.csv: does not exist');
});

test('a file of another format is refused with the name of its own', async () => {
  expect(await refusal(recording(), 'clob-books')).toMatch(
    /candles\.csv:1: is no clob-books recording.*; it looks like klines$/,
  );
});

test('a file without one good row is refused with the first fault', async () => {
  const path = writeRecording(
    scratchFolder(),
    'c.csv',
    [HEADER, candle(0, '-1'), candle(1, '-1')].join('\n'),
  );
  expect(await refusal(path)).toContain('c.csv:2: volume is negative');
});

test('an empty file and an empty folder are refused', async () => {
  expect(await refusal(writeRecording(scratchFolder(), 'c.csv', ''))).toContain(
    'c.csv:1: is no klines recording',
  );
  expect(await refusal(scratchFolder())).toContain('holds no file of a klines recording');
});

test('a tape that exists stays as it is, unless it may be replaced', async () => {
  const out = join(scratchFolder(), 'out.tape');
  writeFileSync(out, 'mine');
  const request = { format: 'klines', path: recording(), out } as const;
  await expect(importRecording(request)).rejects.toThrow('exists already');
  expect(readFileSync(out, 'utf8')).toBe('mine');
  expect((await importRecording({ ...request, force: true })).events).toBe(3);
});

test('a place that cannot be written is refused', async () => {
  const file = recording();
  const request = { format: 'klines', path: file, out: join(file, 'out.tape') } as const;
  await expect(importRecording(request)).rejects.toThrow(TapeError);
});
