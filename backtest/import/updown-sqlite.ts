import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import type { RecordingFormat } from './format.ts';
import { bookFrame } from './frames.ts';
import { listing, type RecordedWindow, recordedWindow, resolution, resolvedAt } from './gamma.ts';
import type { Intake } from './intake.ts';
import { mergeFiles } from './merge.ts';
import { Schedule } from './schedule.ts';
import { parseTick, type Tick } from './updown-tick.ts';

const TABLES = {
  windows: ['ep', 'asset', 'slug', 'token_up', 'outcome_up', 'resolved_ts'],
  ticks: ['ts', 'ep', 'spot', 'bid', 'ask', 'bid_size', 'ask_size'],
} as const;

type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/** The logger's database: a row a window, and a row a reading of spot and of the Up token's best prices. */
export const updownSqlite: RecordingFormat = {
  title: 'updown logger database',
  files: /\.(sqlite3?|db)$/,
  derived: true,
  passes: 1,
  shows: 'a SQLite database with the tables windows and ticks',
  recognises: (head) => head[0]?.startsWith('SQLite format 3') === true,
  lines: (intake) => mergeFiles(intake, read),
};

async function* read(file: string, intake: Intake): AsyncGenerator<TapeLine> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    checkColumns(file, database);
    yield* tapeLines(file, database, intake);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_SQLITE_ERROR') throw cause;
    throw new TapeError(file, undefined, `is no readable SQLite database: ${(cause as Error).message}`, {
      cause,
    });
  } finally {
    database?.close();
  }
}

function checkColumns(file: string, database: DatabaseSync): void {
  const missing = Object.entries(TABLES).flatMap(([table, columns]) => {
    const has = new Set(
      database
        .prepare(`PRAGMA table_info(${table})`)
        .all()
        .map(({ name }) => name),
    );
    return has.size === 0
      ? [`table ${table}`]
      : columns.filter((name) => !has.has(name)).map((name) => `${table}.${name}`);
  });
  if (missing.length > 0)
    throw new TapeError(file, undefined, `is no updown logger database: it lacks ${missing.join(', ')}`);
}

function* tapeLines(file: string, database: DatabaseSync, { warnings }: Intake): Generator<TapeLine> {
  const schedule = new Schedule();
  const windows = new Map<number, RecordedWindow>();
  for (const row of database
    .prepare(`SELECT ${TABLES.windows.join(', ')} FROM windows ORDER BY ep`)
    .iterate()) {
    const recorded = windowOf(row);
    if (recorded === undefined) {
      warnings.add(file, undefined, 'a row of windows names no window');
      continue;
    }
    windows.set(Number(row.ep), recorded);
    schedule.add(listing(recorded), ...outcomeLines(row, recorded));
  }
  const spot = spotReadings();
  let last: Tick | undefined;
  for (const row of database
    .prepare(`SELECT ${TABLES.ticks.join(', ')} FROM ticks ORDER BY ts, rowid`)
    .iterate()) {
    const tick = parseTick(row);
    const recorded = typeof tick === 'string' ? undefined : windows.get(tick.ep);
    const fault =
      typeof tick === 'string' ? tick : recorded === undefined ? 'a tick has no window' : repeats(tick, last);
    if (fault !== undefined) {
      warnings.add(file, undefined, fault);
      continue;
    }
    last = tick as Tick;
    yield* schedule.until(last.at);
    yield* spot(last, (recorded as RecordedWindow).window.series.asset);
    yield bookLine(last, recorded as RecordedWindow);
  }
  if (last === undefined) throw new TapeError(file, undefined, 'holds no usable tick');
  yield* schedule.rest();
}

const repeats = (tick: Tick, last: Tick | undefined): string | undefined =>
  last !== undefined && last.at === tick.at && last.ep === tick.ep
    ? 'a tick repeats the one before'
    : undefined;

/** The slug says which window it is; one that does not is the five minutes from `ep`. */
function windowOf({ ep, asset, slug, token_up }: SqlRow): RecordedWindow | undefined {
  const plain = `${String(asset).toLowerCase()}-updown-5m-${ep}`;
  const recorded = recordedWindow(String(slug)) ?? recordedWindow(plain);
  if (recorded === undefined || typeof token_up !== 'string' || !/^\d+$/.test(token_up)) return recorded;
  return { ...recorded, tokens: { ...recorded.tokens, up: token_up } };
}

function outcomeLines({ outcome_up, resolved_ts }: SqlRow, recorded: RecordedWindow): TapeLine[] {
  if (outcome_up !== 0 && outcome_up !== 1) return [];
  const told = typeof resolved_ts === 'number' ? Math.round(resolved_ts * 1000) : resolvedAt(recorded.window);
  const receivedAt = Math.max(told, recorded.window.closeAt);
  return [resolution(recorded, { winner: outcome_up === 1 ? 'up' : 'down', receivedAt })];
}

/** One ticker frame an asset and instant, though several windows may have noted the same price. */
function spotReadings() {
  const seen = new Map<string, number>();
  let count = 0;
  return function* ({ at, spot }: Tick, asset: string): Generator<TapeLine> {
    if (spot === undefined || seen.get(asset) === at) return;
    seen.set(asset, at);
    count++;
    const time = new Date(at).toISOString();
    const frame = {
      type: 'ticker',
      sequence: count,
      product_id: `${asset.toUpperCase()}-USD`,
      price: spot,
      time,
      trade_id: count,
    };
    yield { receivedAt: at, channel: 'coinbase', frame: JSON.stringify(frame) };
  };
}

function bookLine({ at, up, down }: Tick, { tokens, conditionId: market }: RecordedWindow): TapeLine {
  return bookFrame(at, [
    { token: tokens.up, market, ...up },
    { token: tokens.down, market, ...down },
  ]);
}
