import { createHash } from 'node:crypto';
import { StoreUnavailableError } from '../../contracts/errors.ts';
import { type EpochMs, HOUR_MS, toIso } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Files, Ticks } from '../../ports/ticks.ts';
import { PARQUET_TABLES, type ParquetTable, type Value } from './columns.ts';
import { parquetBytes, ROWS_PER_GROUP } from './encode.ts';
import { folderFiles } from './folder.ts';

interface Row {
  readonly table: ParquetTable;
  readonly source: string;
  readonly receivedAt: EpochMs;
  readonly values: readonly Value[];
}

interface ParquetOptions {
  /** A flush starts by itself after so many rows. */
  readonly maxRows?: number;
  /** Tells `written_at`, which is empty without it: what a replay writes was never live. */
  readonly clock?: Clock | undefined;
}

/** How many times the rows of a flush are kept while no file can be put; what comes after is dropped. */
const PATIENCE = 4;
const BOOK_SOURCE = 'polymarket';

/** {@link parquetTicksTo} a folder. */
export const parquetTicks = (folder: string, options: ParquetOptions = {}): Ticks =>
  parquetTicksTo(folderFiles(folder), options);

/**
 * Ticks as Parquet files `<table>/source=<source>/dt=<day>/hour=<hour>/<name>.parquet`, by the hour of receipt. A
 * flush puts one file a table, source and hour. A file is named after the rows that it holds, so that the same rows
 * put again replace it.
 */
export function parquetTicksTo(files: Files, { maxRows = 20_000, clock }: ParquetOptions = {}): Ticks {
  let buffer: Row[] = [];
  let dropped = 0;
  let written: Promise<void> = Promise.resolve();

  const add = (row: Row): void => {
    if (buffer.length >= PATIENCE * maxRows) {
      dropped++;
      return;
    }
    buffer.push(row);
    // A failure keeps the rows, and the caller's next flush tries again.
    if (buffer.length % maxRows === 0) write().catch(() => undefined);
  };

  const write = (): Promise<void> => {
    written = written.catch(() => undefined).then(writeBuffer);
    return written;
  };

  const writeBuffer = async (): Promise<void> => {
    const partitions = Map.groupBy(buffer, partitionOf);
    buffer = [];
    try {
      for (const [partition, rows] of partitions) {
        const first = rows[0] as Row;
        const writtenAt = clock?.now();
        const values = rows.map((row) => [...row.values, writtenAt]);
        const bytes = await parquetBytes(PARQUET_TABLES[first.table], values);
        await files.put(`${folderOf(first)}/${fileName(rows)}`, bytes);
        partitions.delete(partition);
      }
    } finally {
      buffer = [...partitions.values()].flat().concat(buffer);
    }
  };

  const tellDropped = (): void => {
    if (dropped === 0) return;
    const count = dropped;
    dropped = 0;
    throw new StoreUnavailableError(`ticks could not be written for too long: ${count} rows were dropped`);
  };

  return {
    tick({ source, asset, price, tradeId, exchangeAt, receivedAt }) {
      const values = [receivedAt, exchangeAt, asset, price, tradeId];
      add({ table: 'ticks', source, receivedAt, values });
    },
    reference({ source, asset, lookbackMs, value, exchangeAt, receivedAt }) {
      const values = [receivedAt, exchangeAt, asset, lookbackMs, value];
      add({ table: 'reference', source, receivedAt, values });
    },
    book({ windowId, side, top: { bids, asks, receivedAt } }) {
      const values = [receivedAt, windowId, side, bids, asks];
      add({ table: 'books', source: BOOK_SOURCE, receivedAt, values });
    },
    async flush() {
      await write();
      tellDropped();
    },
  };
}

/** What lies in one folder. */
const partitionOf = ({ table, source, receivedAt }: Row): string =>
  `${table} ${source} ${Math.floor(receivedAt / HOUR_MS)}`;

/** 'ticks/source=binance/dt=2026-11-20/hour=00'. */
function folderOf({ table, source, receivedAt }: Row): string {
  const iso = toIso(receivedAt);
  return `${table}/source=${source}/dt=${iso.slice(0, 10)}/hour=${iso.slice(11, 13)}`;
}

/** First and last receipt, number of rows, and a digest of them: two flushes may share all of the former. */
function fileName(rows: readonly Row[]): string {
  const digest = createHash('sha256');
  for (let from = 0; from < rows.length; from += ROWS_PER_GROUP)
    digest.update(JSON.stringify(rows.slice(from, from + ROWS_PER_GROUP)));
  const first = (rows[0] as Row).receivedAt;
  const last = (rows.at(-1) as Row).receivedAt;
  return `${first}-${last}-${rows.length}-${digest.digest('hex').slice(0, 8)}.parquet`;
}
