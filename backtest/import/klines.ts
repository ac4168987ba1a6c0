import { basename } from 'node:path';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/domain/units/time.ts';
import { type CsvRow, csvParser, namesColumns } from './csv.ts';
import type { RecordingFormat } from './format.ts';
import type { Intake } from './intake.ts';
import { mergeFiles } from './merge.ts';
import { rows } from './rows.ts';
import { headOf } from './text.ts';

const SHORT = {
  timestamp: 'integer',
  open: 'decimal',
  high: 'decimal',
  low: 'decimal',
  close: 'decimal',
  volume: 'decimal',
} as const;
const { timestamp: _, ...PRICES } = SHORT;
const LONG = {
  ...PRICES,
  open_time_ms: 'integer',
  quote_volume: 'decimal',
  trades: 'integer',
  taker_buy_base: 'decimal',
  taker_buy_quote: 'decimal',
} as const;

const INTERVALS = new Map([
  [MINUTE_MS, '1m'],
  [5 * MINUTE_MS, '5m'],
  [15 * MINUTE_MS, '15m'],
  [HOUR_MS, '1h'],
]);

/** A finished candle; what the short shape leaves out is 0. */
interface Candle extends CsvRow<typeof PRICES> {
  readonly openAt: number;
  readonly trades: number;
  readonly quoteVolume: string;
  readonly takerBase: string;
  readonly takerQuote: string;
}

/** Binance candles, received when they closed. */
export const klines: RecordingFormat = {
  title: 'Binance candles',
  files: /\.csv(\.gz)?$/,
  derived: true,
  passes: 1,
  shows: 'a CSV header with open_time_ms or timestamp, open, high, low, close and volume',
  recognises: (head) =>
    isLong(head) || namesColumns(head, 'timestamp', 'open', 'high', 'low', 'close', 'volume'),
  lines: (intake) => mergeFiles(intake, read),
};

const isLong = (head: readonly string[]) =>
  namesColumns(head, 'open_time_ms', 'open', 'close', 'quote_volume');

async function* read(file: string, intake: Intake): AsyncGenerator<TapeLine> {
  const head = await headOf(file);
  const lengthMs = intervalOf(head);
  const interval = INTERVALS.get(lengthMs);
  if (interval === undefined)
    throw new TapeError(
      file,
      2,
      `has candles of a length that is none of ${[...INTERVALS.values()].join(', ')}`,
    );
  const symbol = /^[A-Z0-9]{5,}(?=_)/.exec(basename(file))?.[0] ?? 'BTCUSDT';
  const parse = isLong(head) ? longParser(file) : shortParser(file);
  const reader = {
    parse: (text: string, line: number) => aligned(parse(text, line), lengthMs),
    at: ({ openAt }: Candle) => openAt,
    same: () => 'candle',
  };
  for await (const candle of rows(file, intake, reader)) yield klineLine(candle, symbol, interval, lengthMs);
}

/** The shortest time between candles at the head of the file. */
function intervalOf([names = '', ...candles]: readonly string[]): number {
  const place = names.split(',').findIndex((name) => name === 'open_time_ms' || name === 'timestamp');
  const opens = candles.map((text) => Number(text.split(',')[place]));
  return Math.min(...opens.map((at, index) => at - (opens[index - 1] ?? at)).filter((step) => step > 0));
}

function shortParser(file: string) {
  const parse = csvParser(file, SHORT);
  return (text: string, line: number): Candle | string | undefined => {
    const row = parse(text, line);
    if (row === undefined || typeof row === 'string') return row;
    return {
      ...row,
      openAt: Number(row.timestamp),
      trades: 0,
      quoteVolume: '0',
      takerBase: '0',
      takerQuote: '0',
    };
  };
}

function longParser(file: string) {
  const parse = csvParser(file, LONG);
  return (text: string, line: number): Candle | string | undefined => {
    const row = parse(text, line);
    if (row === undefined || typeof row === 'string') return row;
    const { taker_buy_base: takerBase, taker_buy_quote: takerQuote, quote_volume: quoteVolume } = row;
    return {
      ...row,
      openAt: Number(row.open_time_ms),
      trades: Number(row.trades),
      quoteVolume,
      takerBase,
      takerQuote,
    };
  };
}

function aligned(row: Candle | string | undefined, lengthMs: number): Candle | string | undefined {
  if (row === undefined || typeof row === 'string') return row;
  if (row.openAt % lengthMs !== 0) return 'opens between two candles';
  const [low, high] = [Number(row.low), Number(row.high)];
  return [row.open, row.close].some((at) => Number(at) < low || Number(at) > high)
    ? 'is not within its low and high'
    : row;
}

function klineLine(row: Candle, s: string, i: string, lengthMs: number): TapeLine {
  const T = row.openAt + lengthMs - 1;
  const k = {
    t: row.openAt,
    T,
    s,
    i,
    f: -1,
    L: -1,
    o: row.open,
    c: row.close,
    h: row.high,
    l: row.low,
    v: row.volume,
    n: row.trades,
    x: true,
    q: row.quoteVolume,
    V: row.takerBase,
    Q: row.takerQuote,
    B: '0',
  };
  const frame = { stream: `${s.toLowerCase()}@kline_${i}`, data: { e: 'kline', E: T, s, k } };
  return { receivedAt: T, channel: 'binance', frame: JSON.stringify(frame) };
}
