import { chainlinkDay } from './chainlink-day.ts';
import { clobBooks } from './clob-books.ts';
import type { RecordingFormat } from './format.ts';
import { kalshiTrades } from './kalshi-trades.ts';
import { klines } from './klines.ts';
import { ladder } from './ladder.ts';
import { multifeed } from './multifeed.ts';
import { rounds1hz } from './rounds-1hz.ts';
import { snapshots } from './snapshots.ts';
import { updownSqlite } from './updown-sqlite.ts';
import { wireCapture } from './wire-capture.ts';

/** The names that `import --from` knows. */
export const FORMATS = [
  'wire-capture',
  'clob-books',
  'ladder',
  'snapshots',
  'rounds-1hz',
  'chainlink-day',
  'multifeed',
  'kalshi-trades',
  'updown-sqlite',
  'klines',
] as const;
export type Format = (typeof FORMATS)[number];

/** A format without its reader does not compile. */
export const READERS: Readonly<Record<Format, RecordingFormat>> = {
  'wire-capture': wireCapture,
  'clob-books': clobBooks,
  ladder,
  snapshots,
  'rounds-1hz': rounds1hz,
  'chainlink-day': chainlinkDay,
  multifeed,
  'kalshi-trades': kalshiTrades,
  'updown-sqlite': updownSqlite,
  klines,
};
