import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/domain/units/time.ts';
import { type CsvRow, csvParser, namesColumns } from './csv.ts';
import type { RecordingFormat } from './format.ts';
import {
  inventedToken,
  listing,
  type RecordedWindow,
  recordedWindow,
  resolution,
  resolvedAt,
} from './gamma.ts';
import type { Intake } from './intake.ts';
import { mergeFiles } from './merge.ts';
import { rows } from './rows.ts';
import { Schedule } from './schedule.ts';

const COLUMNS = {
  ticker: 'text',
  created_time_utc: 'text',
  yes_price: 'decimal',
  count: 'decimal',
  taker_side: 'text',
} as const;

interface Trade extends CsvRow<typeof COLUMNS> {
  readonly at: number;
  readonly recorded: RecordedWindow;
}

/** Every trade of another venue's 15-minute market on the same question. */
export const kalshiTrades: RecordingFormat = {
  title: 'Kalshi trades',
  files: /\.csv(\.gz)?$/,
  derived: true,
  passes: 1,
  shows: 'a CSV header with ticker, created_time_utc, yes_price and taker_side',
  recognises: (head) => namesColumns(head, 'ticker', 'created_time_utc', 'yes_price', 'taker_side'),
  lines: (intake) => mergeFiles(intake, read),
};

async function* read(file: string, intake: Intake): AsyncGenerator<TapeLine> {
  const schedule = new Schedule();
  const last = new Map<string, Trade>();
  const reader = { parse: tradeParser(file), at: ({ at }: Trade) => at };
  // Two rows alike are two trades: one order often takes several of the same price and size.
  for await (const trade of rows(file, intake, reader)) {
    for (const ended of [...last.values()].filter(
      ({ recorded }) => resolvedAt(recorded.window) <= trade.at,
    )) {
      schedule.add(...outcomeLines(ended));
      last.delete(ended.ticker);
    }
    if (!last.has(trade.ticker)) schedule.add(listing(trade.recorded));
    last.set(trade.ticker, trade);
    schedule.add(tradeLine(trade));
    const { openAt, closeAt } = trade.recorded.window;
    yield* schedule.until(trade.at - (closeAt - openAt) - 2 * MINUTE_MS);
  }
  for (const trade of last.values()) schedule.add(...outcomeLines(trade));
  yield* schedule.rest();
}

function tradeParser(file: string) {
  const parse = csvParser(file, COLUMNS);
  const markets = new Map<string, RecordedWindow | undefined>();
  return (text: string, line: number): Trade | string | undefined => {
    const row = parse(text, line);
    if (row === undefined || typeof row === 'string') return row;
    if (!markets.has(row.ticker)) markets.set(row.ticker, marketOf(row.ticker));
    const recorded = markets.get(row.ticker);
    if (recorded === undefined) return 'ticker names no 15-minute window';
    if (row.taker_side !== 'yes' && row.taker_side !== 'no') return 'taker_side is neither yes nor no';
    if (Number(row.yes_price) >= 1 || Number(row.yes_price) === 0) return 'yes_price is not between 0 and 1';
    const at = Date.parse(row.created_time_utc);
    return ofWindow(at, recorded) ? { ...row, at, recorded } : 'created_time_utc is not of its window';
  };
}

const ofWindow = (at: number, { window }: RecordedWindow): boolean =>
  at >= window.openAt - (window.closeAt - window.openAt) && at < resolvedAt(window);

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const newYork = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hour: 'numeric',
  hourCycle: 'h23',
});

/** 'KXBTC15M-26APR271445-45' closes on 2026-04-27 at 14:45 in New York. */
function marketOf(ticker: string): RecordedWindow | undefined {
  const [, year, name = '', day, hour, minute] =
    /^KXBTC15M-(\d\d)([A-Z]{3})(\d\d)(\d\d)(\d\d)-\d\d$/.exec(ticker) ?? [];
  const local = Date.UTC(
    2000 + Number(year),
    MONTHS.indexOf(name),
    Number(day),
    Number(hour),
    Number(minute),
  );
  const closeAt = [4, 5]
    .map((offset) => local + offset * HOUR_MS)
    .find((at) => hourInNewYork(at) === Number(hour));
  if (closeAt === undefined || !MONTHS.includes(name)) return undefined;
  return recordedWindow(`btc-updown-15m-${(closeAt - 15 * MINUTE_MS) / 1000}`, {
    tokens: { up: inventedToken(ticker, 'up'), down: inventedToken(ticker, 'down') },
    description: `Trades of Kalshi's market ${ticker}; this market was never listed on Polymarket.`,
  });
}

const hourInNewYork = (at: number): number => (Number.isNaN(at) ? Number.NaN : Number(newYork.format(at)));

function tradeLine({ at, yes_price, count, taker_side, recorded }: Trade): TapeLine {
  const { tokens, conditionId } = recorded;
  const frame = {
    event_type: 'last_trade_price',
    market: conditionId,
    asset_id: tokens.up,
    price: yes_price,
    side: taker_side === 'yes' ? 'BUY' : 'SELL',
    size: count,
    fee_rate_bps: '0',
    timestamp: String(at),
  };
  return { receivedAt: at, channel: 'clob', frame: JSON.stringify(frame) };
}

/** The last trade tells the outcome when it is of the last minute and leaves no doubt. */
function outcomeLines({ at, yes_price, recorded }: Trade): TapeLine[] {
  const price = Number(yes_price);
  if (at < recorded.window.closeAt - MINUTE_MS || (price >= 0.1 && price <= 0.9)) return [];
  return [resolution(recorded, { winner: price > 0.9 ? 'up' : 'down', inferred: 'the last trade' })];
}
