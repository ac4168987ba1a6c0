import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../../backtest/import/detect.ts';
import type { Format } from '../../../backtest/import/formats.ts';
import { imported, tapeLines } from './scratch.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');

const RECORDINGS: readonly (readonly [Format, string, number, number, number])[] = [
  // 12 + 12 + 36 + 30 + 30 + 168 + 356 + 11 lines of the eight files
  ['wire-capture', 'wire_capture_15m', 655, 0, 0],
  // 101 windows of a listing, an open and a winner; 100 x 7 + 6 moments of a print and a frame of books
  ['ladder', 'houssem_ladder_5m', 3 * 101 + 2 * 706, 101, 0],
  // 115 + 294 rows of a print and a frame of books; 7 windows, of which 5 have a winner
  ['snapshots', 'leafuryk_snapshots', 2 * 409 + 7 + 5, 7, 0],
  // 9 x 300 + 260 rows, of which 10 are at an open; a listing, two ends and an outcome for each of 10 windows
  ['rounds-1hz', 'savekiller_rounds_1hz_5m', 2960 + 2950 + 4 * 10, 10, 0],
  // 32,585 prices, of which one is out of order; 121 markets
  ['chainlink-day', 'chainlink_day_20260724', 32_584 + 2 * 121, 121, 1],
  // Changes of (price, time): 4,309 direct, 1,636 relayed, 1,615 Chainlink
  ['multifeed', 'spot_multifeed_100ms', 4309 + 1636 + 1615, 0, 0],
  // 214,867 trades, of which one is out of order; a listing and an outcome for each of 40 markets
  ['kalshi-trades', 'kalshi_kxbtc15m_trades', 214_866 + 2 * 40, 40, 1],
  ['klines', 'binance_klines_15m', 11_328, 0, 0],
];

describe.skipIf(!existsSync(DATA))(
  'recordings beside the repository (skipped without ../shared/data)',
  () => {
    test.each(RECORDINGS)(
      '%s: %s gives %d lines and %d windows',
      async (format, folder, events, windows, warnings) => {
        const path = join(DATA, folder);
        expect(await detectFormat(path)).toBe(format);
        const made = await imported(format, path);
        expect(made.events).toBe(events);
        expect(made.lines).toHaveLength(events);
        expect(made.windows).toBe(windows);
        expect(made.warnings).toHaveLength(warnings);
        expect(made.ordered).toBe(true);
      },
    );

    test('the prints of the Chainlink day decide its markets as the venue did', async () => {
      const { lines } = await imported('chainlink-day', join(DATA, 'chainlink_day_20260724'));
      const printed = new Map<number, bigint>();
      for (const { channel, frame } of lines)
        if (channel === 'rtds')
          printed.set(frame.payload.timestamp, BigInt(frame.payload.full_accuracy_value));
      const verdicts = lines
        .filter(({ channel, frame }) => channel === 'gamma' && frame.closed)
        .map(({ frame }) => {
          const strike = printed.get(Date.parse(frame.startTime));
          const final = printed.get(Date.parse(frame.endDate));
          if (strike === undefined || final === undefined) return 'unknown';
          return final >= strike === (JSON.parse(frame.markets[0].outcomePrices)[0] === '1')
            ? 'agree'
            : 'disagree';
        });
      expect(verdicts.filter((verdict) => verdict === 'disagree')).toEqual([]);
      expect(verdicts.filter((verdict) => verdict === 'agree').length).toBeGreaterThan(90);
    });

    test('a window of books keeps every message verbatim, in order', async () => {
      const slug = 'btc-updown-5m-1776096000';
      const path = join(DATA, 'cronos_clob_5m/raw', `${slug}.jsonl.gz`);
      const recorded = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
      const { tape, warnings, windows } = await imported('clob-books', path);
      const books = tapeLines(tape).filter(([, channel]) => channel === 'clob');
      expect(books.map(([at, , frame]) => `{"recv_ms":${at},"slug":"${slug}","msg":${frame}}`)).toEqual(
        recorded,
      );
      expect([warnings.length, windows]).toEqual([1, 1]);
    });
  },
);
