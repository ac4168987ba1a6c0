import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ASSUMED } from '../../../local/cost/load.ts';
import { parquetTicksTo } from '../../../shared/adapters/parquet/ticks.ts';
import type { Level } from '../../../shared/domain/market/book.ts';
import { microShares, price } from '../../../shared/domain/units/money.ts';
import { spotPrice } from '../../../shared/domain/units/spot.ts';
import { epochMs, MINUTE_MS } from '../../../shared/domain/units/time.ts';
import type { Ticks } from '../../../shared/ports/ticks.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');
const linesOf = (...path: string[]): string[] =>
  gunzipSync(readFileSync(join(DATA, ...path)))
    .toString('utf8')
    .trim()
    .split('\n');

/** Two windows of five minutes are enough: the others differ by a byte a row. */
const BOOKS = ['cronos_clob_5m', 'raw'];
const WINDOWS = 2;
const TOP_LEVELS = 5;

interface BookLine {
  readonly recv_ms: number;
  readonly msg: Readonly<Record<'bids' | 'asks', readonly { price: string; size: string }[]>>;
}

/** The best levels: the venue lists both sides with the best one last. */
const topOf = (side: BookLine['msg']['bids']): Level[] =>
  side
    .slice(-TOP_LEVELS)
    .reverse()
    .map((level) => ({
      price: price(Math.round(Number(level.price) * 10_000)),
      size: microShares(Math.round(Number(level.size) * 1e6)),
    }));

/** Bytes of a row, in files of a minute each. */
async function bytesARow<Row>(
  rows: readonly Row[],
  atOf: (row: Row) => number,
  write: (ticks: Ticks, row: Row) => void,
) {
  let bytes = 0;
  for (const minute of Map.groupBy(rows, (row) => Math.floor(atOf(row) / MINUTE_MS)).values()) {
    const put = async (_: string, { length }: Uint8Array): Promise<void> => {
      bytes += length;
    };
    const ticks = parquetTicksTo({ put }, { clock: { now: () => epochMs(0) } });
    for (const row of minute) write(ticks, row);
    await ticks.flush();
  }
  return bytes / rows.length;
}

describe.skipIf(!existsSync(DATA))('what a series records, against recordings', () => {
  test('Binance makes 60 trades a second, of which 0.6 remain when those of one order are counted as one', () => {
    const [head = '', ...candles] = linesOf('binance_klines_15m', 'BTCUSDT_15m.csv.gz');
    const at = head.split(',').indexOf('trades');
    const trades = candles.reduce((sum, line) => sum + Number(line.split(',')[at]), 0);
    expect(Math.round(trades / candles.length / 900)).toBe(60);
    const orders = recordedTrades().map(({ T, p, m }) => `${T} ${p} ${m}`);
    const together = orders.filter((order, index) => order !== orders[index - 1]);
    expect(together.length / orders.length).toBeCloseTo(0.6, 2);
  });

  test('rows and bytes of a second are assumed to be more than what recordings hold, and at most four times as many', async () => {
    const trade = await bytesARow(
      recordedTrades(),
      ({ at }) => at,
      (ticks, { at, T, p, t }) =>
        ticks.tick({
          source: 'binance',
          asset: 'btc',
          price: spotPrice(Math.round(Number(p) * 1e8)),
          tradeId: t,
          exchangeAt: epochMs(T),
          receivedAt: epochMs(at),
        }),
    );
    const files = readdirSync(join(DATA, ...BOOKS)).filter((name) => name.endsWith('.gz'));
    const books = files
      .slice(0, WINDOWS)
      .flatMap((name) => linesOf(...BOOKS, name).map((line): BookLine => JSON.parse(line)));
    const book = await bytesARow(
      books,
      ({ recv_ms: at }) => at,
      (ticks, { recv_ms: at, msg: { bids, asks } }) =>
        ticks.book({
          windowId: 'btc-5m-1776081600',
          side: 'down',
          top: { bids: topOf(bids), asks: topOf(asks), receivedAt: epochMs(at) },
        }),
    );
    expect(Math.round(trade)).toBe(11);
    expect(Math.round(book)).toBe(42);
    // 60 x 0.6 trades; of books one token of two was recorded.
    const [trades, changes] = [36, 2 * recordedBooksASecond()];
    expect(ASSUMED.rows).toBeGreaterThan(trades + changes);
    expect(ASSUMED.rows).toBeLessThan(4 * (trades + changes));
    const bytes = trades * trade + changes * book;
    expect(ASSUMED.rows * ASSUMED.rowBytes).toBeGreaterThan(bytes);
    expect(ASSUMED.rows * ASSUMED.rowBytes).toBeLessThan(4 * bytes);
  });
});

interface RecordedTrade {
  readonly at: number;
  readonly T: number;
  readonly p: string;
  readonly t: number;
  readonly m: boolean;
}

/** Each line is `<nanoseconds of receipt> <frame>`. */
function recordedTrades(): RecordedTrade[] {
  const trades: RecordedTrade[] = [];
  for (const line of linesOf('binance_spot_ws_raw', 'btcusdt_20240808.gz')) {
    const space = line.indexOf(' ');
    const { stream, data } = JSON.parse(line.slice(space + 1));
    if (stream === 'btcusdt@trade')
      trades.push({ at: Math.floor(Number(line.slice(0, space)) / 1e6), ...data });
  }
  return trades;
}

/** The mean over windows of which more than a hundred seconds were recorded. */
function recordedBooksASecond(): number {
  const [head = '', ...windows] = readFileSync(join(DATA, 'cronos_clob_5m', 'windows.csv'), 'utf8')
    .trim()
    .split('\n');
  const names = head.trim().split(',');
  const rates = windows.flatMap((line) => {
    const cells = line.split(',');
    const of = (name: string): number => Number(cells[names.indexOf(name)]);
    const seconds = of('last_offset_s') - of('first_offset_s');
    return seconds > 100 ? [of('n_events_main') / seconds] : [];
  });
  return rates.reduce((sum, rate) => sum + rate) / rates.length;
}
