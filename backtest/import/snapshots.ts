import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { windowOfSlug } from '../../shared/domain/market/window.ts';
import { MINUTE_MS } from '../../shared/domain/units/time.ts';
import { type CsvRow, csvParser, namesColumns } from './csv.ts';
import type { RecordingFormat } from './format.ts';
import { type BookLevel, binancePrint, bookFrame, someShares } from './frames.ts';
import { listing, type RecordedWindow, recordedWindow, resolution } from './gamma.ts';
import type { Intake } from './intake.ts';
import { mergeFiles } from './merge.ts';
import { rows } from './rows.ts';
import { Schedule } from './schedule.ts';

/**
 * The recorded depth is that of a whole side. The best level is taken to hold at most this much: the median
 * best level of 275,000 sides of full books of such markets (April 2026) held 183 shares.
 */
const TOUCH_SHARES = 200;

const COLUMNS = {
  slug: 'text',
  winner: 'text?',
  timestamp: 'decimal',
  up_best_bid: 'decimal?',
  up_best_ask: 'decimal?',
  up_bid_depth: 'decimal',
  up_ask_depth: 'decimal',
  down_best_bid: 'decimal?',
  down_best_ask: 'decimal?',
  down_bid_depth: 'decimal',
  down_ask_depth: 'decimal',
  btc_price: 'decimal',
} as const;
type Snapshot = CsvRow<typeof COLUMNS>;

/** Best bid and ask of both sides and a spot price every few seconds. */
export const snapshots: RecordingFormat = {
  title: 'snapshots of both sides',
  files: /\.csv(\.gz)?$/,
  derived: true,
  passes: 1,
  shows: 'a CSV header with slug, timestamp, up_best_bid and btc_price',
  recognises: (head) => namesColumns(head, 'slug', 'timestamp', 'up_best_bid', 'btc_price'),
  lines: (intake) => mergeFiles(intake, read),
};

const at = (row: Snapshot): number => Math.round(Number(row.timestamp) * 1000);

async function* read(file: string, intake: Intake): AsyncGenerator<TapeLine> {
  const schedule = new Schedule();
  const listed = new Map<string, RecordedWindow>();
  const parse = csvParser(file, COLUMNS);
  const reader = {
    parse: (text: string, line: number) => checked(parse(text, line)),
    at,
    same: (row: Snapshot) => row.slug,
  };
  for await (const row of rows(file, intake, reader)) {
    let recorded = listed.get(row.slug);
    if (recorded === undefined) {
      recorded = recordedWindow(row.slug) as RecordedWindow;
      listed.set(row.slug, recorded);
      schedule.add(listing(recorded));
      if (row.winner === 'up' || row.winner === 'down')
        schedule.add(resolution(recorded, { winner: row.winner }));
    }
    schedule.add(...rowLines(row, recorded));
    const { openAt, closeAt } = recorded.window;
    yield* schedule.until(at(row) - (closeAt - openAt) - 2 * MINUTE_MS);
  }
  yield* schedule.rest();
}

function checked(row: Snapshot | string | undefined): Snapshot | string | undefined {
  if (row === undefined || typeof row === 'string') return row;
  const window = windowOfSlug(row.slug);
  if (window === undefined) return 'slug names no window';
  if (at(row) < window.openAt - (window.closeAt - window.openAt) || at(row) > window.closeAt + MINUTE_MS)
    return 'timestamp is not of its window';
  const prices = [row.up_best_bid, row.up_best_ask, row.down_best_bid, row.down_best_ask];
  return prices.some((price) => Number(price) >= 1) ? 'has a price that is not below 1' : row;
}

function rowLines(row: Snapshot, { window, tokens, conditionId: market }: RecordedWindow): TapeLine[] {
  const receivedAt = at(row);
  const spot = { receivedAt, asset: window.series.asset, stampedAt: receivedAt, value: row.btc_price };
  const up = {
    bids: touch(row.up_best_bid, row.up_bid_depth),
    asks: touch(row.up_best_ask, row.up_ask_depth),
  };
  const down = {
    bids: touch(row.down_best_bid, row.down_bid_depth),
    asks: touch(row.down_best_ask, row.down_ask_depth),
  };
  const books = [
    { token: tokens.up, market, ...up },
    { token: tokens.down, market, ...down },
  ];
  return [binancePrint(spot), bookFrame(receivedAt, books)];
}

const touch = (price: string, depth: string): BookLevel[] =>
  someShares(Number(price) === 0 ? [] : [{ price, size: String(Math.min(Number(depth), TOUCH_SHARES)) }]);
