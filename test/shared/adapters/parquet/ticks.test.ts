import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { parquetTicks, parquetTicksTo } from '../../../../shared/adapters/parquet/ticks.ts';
import { StoreUnavailableError } from '../../../../shared/contracts/errors.ts';
import { parseSpotPrice } from '../../../../shared/domain/units/spot.ts';
import { after } from '../../../../shared/domain/units/time.ts';
import type { Files, Tick } from '../../../../shared/ports/ticks.ts';
import { instant, level } from '../../domain/examples.ts';

const scratchFolder = () => mkdtempSync(join(tmpdir(), "quarterhour's-ticks-"));

const btc = (iso: string, dollars = '64123.5'): Tick => ({
  source: 'binance',
  asset: 'btc',
  price: parseSpotPrice(dollars),
  exchangeAt: instant(iso),
  receivedAt: instant(iso),
});

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

/** Rows as DuckDB and Athena see them: partitions are columns. */
async function rows(folder: string, table: string, columns: string) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const glob = `${folder}/${table}/*/*/*/*.parquet`.replaceAll("'", "''");
  const reader = await connection.runAndReadAll(
    `SELECT ${columns} FROM read_parquet('${glob}', hive_partitioning = true) ORDER BY received_at`,
  );
  return reader.getRowObjectsJson();
}

test('a flush writes one file a source and hour of receipt, named after first and last row', async () => {
  const folder = scratchFolder();
  const ticks = parquetTicks(folder);
  ticks.tick(btc('2026-11-20T00:59:59.999Z'));
  ticks.tick(btc('2026-11-20T01:00:00.000Z'));
  ticks.tick(btc('2026-11-20T01:00:00.250Z'));
  ticks.tick({ ...btc('2026-11-20T01:00:00.000Z'), source: 'kraken' });
  await ticks.flush();
  const hour = (source: string, of: string) => `ticks/source=${source}/dt=2026-11-20/hour=${of}`;
  // 2026-11-20T01:00:00Z is 1795136400 seconds after 1970.
  expect((await files(folder)).map((file) => file.replace(/-[0-9a-f]{8}\.parquet$/, ''))).toEqual([
    `${hour('binance', '00')}/1795136399999-1795136399999-1`,
    `${hour('binance', '01')}/1795136400000-1795136400250-2`,
    `${hour('kraken', '01')}/1795136400000-1795136400000-1`,
  ]);
});

test('ticks keep three clocks, the id of the trade and an exact price', async () => {
  const folder = scratchFolder();
  const ticks = parquetTicks(folder, { clock: { now: () => instant('2026-11-20T00:01:00.007Z') } });
  ticks.tick({
    ...btc('2026-11-20T00:00:00.010Z'),
    exchangeAt: instant('2026-11-19T23:59:59.990Z'),
    tradeId: 5_123_456_789_012,
  });
  await ticks.flush();
  expect(await rows(folder, 'ticks', '*, typeof(received_at) AS clock, price_e8 / 1e8 AS usd')).toEqual([
    {
      received_at: '2026-11-20 00:00:00.01',
      exchange_at: '2026-11-19 23:59:59.99',
      asset: 'btc',
      price_e8: '6412350000000',
      trade_id: '5123456789012',
      written_at: '2026-11-20 00:01:00.007',
      source: 'binance',
      dt: '2026-11-20',
      hour: '00',
      clock: expect.stringMatching(/^TIMESTAMP/),
      usd: 64_123.5,
    },
  ]);
});

test('what a replay writes has no clock of writing, and a feed without ids none of trades', async () => {
  const folder = scratchFolder();
  const ticks = parquetTicks(folder);
  ticks.tick(btc('2026-11-20T00:00:00Z'));
  await ticks.flush();
  expect(await rows(folder, 'ticks', 'trade_id, written_at')).toEqual([{ trade_id: null, written_at: null }]);
});

test('the same rows written at another time keep their file name', async () => {
  const names = new Set<string>();
  const collected: Files = { put: async (name) => void names.add(name) };
  for (const now of [instant('2026-11-20T00:01:00Z'), instant('2026-11-20T00:02:00Z')]) {
    const ticks = parquetTicksTo(collected, { clock: { now: () => now } });
    ticks.tick(btc('2026-11-20T00:00:00Z'));
    await ticks.flush();
  }
  expect(names.size).toBe(1);
});

test('another reader than DuckDB finds the same rows, compressed with Snappy', async () => {
  let file = new ArrayBuffer(0);
  const ticks = parquetTicksTo({
    async put(_, bytes) {
      file = new Uint8Array(bytes).buffer;
    },
  });
  const receivedAt = instant('2026-11-20T00:00:00.010Z');
  const top = { bids: [], asks: [level(53, 20), level(54, 1.5)], receivedAt };
  for (const side of ['up', 'down'] as const) ticks.book({ windowId: 'btc-15m-1795132800', side, top });
  await ticks.flush();
  const book = {
    received_at: new Date('2026-11-20T00:00:00.010Z'),
    window_id: 'btc-15m-1795132800',
    bids: [],
    asks: [
      { price_e4: 5_300, size_e6: 20_000_000n },
      { price_e4: 5_400, size_e6: 1_500_000n },
    ],
    written_at: null,
  };
  expect(await parquetReadObjects({ file })).toEqual([
    { ...book, side: 'up' },
    { ...book, side: 'down' },
  ]);
  const codecs = parquetMetadata(file).row_groups[0]?.columns.map((column) => column.meta_data?.codec);
  expect(new Set(codecs)).toEqual(new Set(['SNAPPY']));
});

test('a file of several groups of rows is read whole, in the order of receipt', async () => {
  const folder = scratchFolder();
  const ticks = parquetTicks(folder);
  const first = instant('2026-11-20T00:00:00Z');
  for (let index = 0; index <= 4_000; index++)
    ticks.tick({ ...btc('2026-11-20T00:00:00Z'), receivedAt: after(first, index), tradeId: index });
  await ticks.flush();
  const found = await rows(folder, 'ticks', 'received_at, trade_id');
  expect(found.map(({ trade_id }) => Number(trade_id))).toEqual(Array.from({ length: 4_001 }, (_, id) => id));
  expect(found.at(-1)).toEqual({ received_at: '2026-11-20 00:00:04', trade_id: '4000' });
  expect(await files(folder)).toHaveLength(1);
});

test('reference prices keep all 18 digits', async () => {
  const folder = scratchFolder();
  const ticks = parquetTicks(folder);
  const at = instant('2026-11-20T00:00:00Z');
  const print = { source: 'chainlink', asset: 'btc', lookbackMs: 60_000, exchangeAt: at, receivedAt: at };
  ticks.reference({ ...print, value: '65048.078902260626123456' });
  await ticks.flush();
  expect(await rows(folder, 'reference', 'source, asset, lookback_ms, value_usd')).toEqual([
    { source: 'chainlink', asset: 'btc', lookback_ms: '60000', value_usd: '65048.078902260626123456' },
  ]);
});

test('books keep their levels, best first', async () => {
  const folder = scratchFolder();
  const ticks = parquetTicks(folder);
  const receivedAt = instant('2026-11-20T00:00:00Z');
  const top = { bids: [level(52, 100), level(51, 7.5)], asks: [], receivedAt };
  ticks.book({ windowId: 'btc-15m-1795132800', side: 'up', top });
  await ticks.flush();
  expect(await rows(folder, 'books', 'window_id, side, bids, asks, bids[1].price_e4 AS best')).toEqual([
    {
      window_id: 'btc-15m-1795132800',
      side: 'up',
      bids: [
        { price_e4: 5_200, size_e6: '100000000' },
        { price_e4: 5_100, size_e6: '7500000' },
      ],
      asks: [],
      best: 5_200,
    },
  ]);
});

test('a flush of nothing writes nothing, and each row is written once', async () => {
  const folder = scratchFolder();
  const ticks = parquetTicks(folder);
  await ticks.flush();
  expect(await files(folder)).toEqual([]);
  ticks.tick(btc('2026-11-20T00:00:00Z'));
  await Promise.all([ticks.flush(), ticks.flush()]);
  await ticks.flush();
  expect(await files(folder)).toHaveLength(1);
});

test('the same rows written again replace their file; others of the same instant do not', async () => {
  const folder = scratchFolder();
  for (const dollars of ['64123.5', '64123.5', '64123.51']) {
    const ticks = parquetTicks(folder);
    ticks.tick(btc('2026-11-20T00:00:00Z', dollars));
    await ticks.flush();
  }
  expect(await files(folder)).toHaveLength(2);
});

test('a full buffer starts to flush by itself', async () => {
  const folder = scratchFolder();
  const ticks = parquetTicks(folder, { maxRows: 2 });
  for (const second of ['00', '01', '02']) ticks.tick(btc(`2026-11-20T00:00:${second}Z`));
  await ticks.flush();
  expect(await rows(folder, 'ticks', 'received_at')).toHaveLength(3);
});

test('a failed flush keeps the rows for the next and leaves no half file', async () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'ticks'), 'in the way');
  const ticks = parquetTicks(folder);
  ticks.tick(btc('2026-11-20T00:00:00Z'));
  await expect(ticks.flush()).rejects.toBeInstanceOf(StoreUnavailableError);
  ticks.tick(btc('2026-11-20T00:00:01Z'));
  rmSync(join(folder, 'ticks'));
  await ticks.flush();
  expect(await rows(folder, 'ticks', 'received_at')).toHaveLength(2);
  expect((await files(folder)).filter((file) => !file.endsWith('.parquet'))).toEqual([]);
});

test('a folder that cannot be written for too long costs rows, and the next flush says how many', async () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'ticks'), 'in the way');
  const ticks = parquetTicks(folder, { maxRows: 3 });
  // 4 times maxRows are kept.
  for (let second = 10; second < 26; second++) ticks.tick(btc(`2026-11-20T00:00:${second}Z`));
  rmSync(join(folder, 'ticks'));
  await expect(ticks.flush()).rejects.toThrow('4 rows were dropped');
  await ticks.flush();
  expect(await rows(folder, 'ticks', 'received_at')).toHaveLength(12);
});
