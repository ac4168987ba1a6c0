import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { detectFormat } from '../../../backtest/import/detect.ts';
import { TapeError } from '../../../shared/contracts/errors.ts';
import { scratchFolder, writeRecording } from './scratch.ts';

const SHAPES = [
  ['wire-capture', '{"source":"binance","recv_wall_ts":1,"payload":"{}"}'],
  ['clob-books', '{"recv_ms":1,"slug":"s","msg":{}}'],
  ['ladder', '{"window_ts":1,"open_px":2,"samples":[]}'],
  ['snapshots', 'slug,timestamp,up_best_bid,btc_price'],
  ['rounds-1hz', 'header:\n  market_start_ts: 1783376400 (2026-07-06 22:20:00 UTC)'],
  ['chainlink-day', 'feed_ts_ms,value,full_accuracy_value,server_ts_ms,recv_ms'],
  ['chainlink-day', '{"slug":"s","strike_value":"1","raw":{}}'],
  ['multifeed', 'timestamp_ms,binance_direct_price,rtds_chainlink_price'],
  ['kalshi-trades', 'ticker,created_time_utc,yes_price,count,taker_side'],
  ['klines', 'timestamp,open,high,low,close,volume'],
  [undefined, 'when,what'],
  [undefined, ''],
] as const;

test.each(SHAPES)('%s is told by %j', async (format, text) => {
  expect(await detectFormat(writeRecording(scratchFolder(), 'recording.gz', `${text}\n`))).toBe(format);
});

test('updown-sqlite is told by the file being a database', async () => {
  const path = join(scratchFolder(), 'log');
  const file = new DatabaseSync(path);
  file.exec('CREATE TABLE t(x)');
  file.close();
  expect(await detectFormat(path)).toBe('updown-sqlite');
});

test('a folder is what its files are, unless they are of two formats', async () => {
  const folder = scratchFolder();
  writeRecording(folder, 'README', 'about');
  writeRecording(folder, 'a.jsonl', '{"recv_ms":1,"slug":"s","msg":{}}');
  expect(await detectFormat(folder)).toBe('clob-books');
  writeRecording(folder, 'b.csv', 'timestamp,open,high,low,close,volume\n');
  expect(await detectFormat(folder)).toBeUndefined();
});

test('a path that does not exist is refused', async () => {
  await expect(detectFormat(join(scratchFolder(), 'none'))).rejects.toThrow(TapeError);
});
