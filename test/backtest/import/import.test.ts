import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importRecording } from '../../../backtest/import/import.ts';
import { scratchFolder, writeRecording } from './scratch.ts';

const CANDLES = 'timestamp,open,high,low,close,volume\n1765051620000,5,6,4,5,1\n1765051680000,5,6,4,5,1\n';
const MESSAGE = '{"source":"binance","recv_wall_ts":1777365226792,"payload":"{}"}\n';

test.each([
  ['klines', 'candles.csv', CANDLES, true],
  ['wire-capture', 'capture.jsonl', MESSAGE, false],
] as const)(
  'a tape of %s names %s without its folder, and says whether it is derived',
  async (format, name, text, derived) => {
    const folder = scratchFolder();
    const { tape } = await importRecording({
      format,
      path: writeRecording(folder, name, text),
      out: join(folder, 'a.tape'),
    });
    const [first = ''] = readFileSync(tape, 'utf8').split('\n');
    expect(JSON.parse(first.replace('quarterhour-tape ', ''))).toMatchObject({
      synthetic: false,
      derived,
      source: `${format} recording ${name}`,
    });
  },
);

test('progress rises to the whole', async () => {
  const folder = scratchFolder();
  const path = writeRecording(folder, 'candles.csv.gz', CANDLES);
  const told: number[] = [];
  await importRecording({
    format: 'klines',
    path,
    out: join(folder, 'a.tape'),
    onProgress: (part) => told.push(part),
  });
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
});

test('one recording gives the same bytes twice', async () => {
  const folder = scratchFolder();
  const path = writeRecording(folder, 'candles.csv', CANDLES);
  for (const name of ['a.tape', 'b.tape'])
    await importRecording({ format: 'klines', path, out: join(folder, name) });
  expect(readFileSync(join(folder, 'a.tape'))).toEqual(readFileSync(join(folder, 'b.tape')));
});
