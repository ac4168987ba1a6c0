import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { StoreUnavailableError } from '../../contracts/errors.ts';
import { type EpochMs, toIso } from '../../domain/units/time.ts';
import type { Ticks } from '../../ports/ticks.ts';
import { PARQUET_TABLES, type ParquetTable } from './columns.ts';
import { type Value, withDuckDb, writeParquet } from './write.ts';

interface Row {
  readonly table: ParquetTable;
  readonly source: string;
  readonly receivedAt: EpochMs;
  readonly values: readonly Value[];
}

/** How many times the rows of a flush are kept while the folder cannot be written; what comes after is dropped. */
const PATIENCE = 4;
const BOOK_SOURCE = 'polymarket';

/**
 * Ticks as Parquet files `<folder>/<table>/source=<source>/dt=<day>/hour=<hour>/<name>.parquet`, by the hour of
 * receipt. A flush writes one file a table, source and hour, and starts by itself after `maxRows` rows. A file is
 * named after what it holds, so that the same rows written again replace it.
 */
export function parquetTicks(folder: string, { maxRows = 20_000 } = {}): Ticks {
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
      if (partitions.size > 0)
        await withDuckDb(async (connection) => {
          for (const [partition, rows] of partitions) {
            const columns = PARQUET_TABLES[(rows[0] as Row).table];
            const values = rows.map((row) => row.values);
            await writeParquet(connection, join(folder, partition, fileName(rows)), {
              columns,
              rows: values,
            });
            partitions.delete(partition);
          }
        });
    } catch (cause) {
      throw new StoreUnavailableError(`${folder} cannot be written: ${(cause as Error).message}`, { cause });
    } finally {
      buffer = [...partitions.values()].flat().concat(buffer);
    }
  };

  const tellDropped = (): void => {
    if (dropped === 0) return;
    const count = dropped;
    dropped = 0;
    throw new StoreUnavailableError(
      `${folder} could not be written for too long: ${count} rows were dropped`,
    );
  };

  return {
    tick({ source, asset, price, exchangeAt, receivedAt }) {
      add({ table: 'ticks', source, receivedAt, values: [receivedAt, exchangeAt, asset, price] });
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

/** 'ticks/source=binance/dt=2026-11-20/hour=00'. */
function partitionOf({ table, source, receivedAt }: Row): string {
  const iso = toIso(receivedAt);
  return `${table}/source=${source}/dt=${iso.slice(0, 10)}/hour=${iso.slice(11, 13)}`;
}

/** First and last receipt, number of rows, and a digest of them: two flushes may share all of the former. */
function fileName(rows: readonly Row[]): string {
  const digest = createHash('sha256');
  for (const { values } of rows) digest.update(JSON.stringify(values));
  const first = (rows[0] as Row).receivedAt;
  const last = (rows.at(-1) as Row).receivedAt;
  return `${first}-${last}-${rows.length}-${digest.digest('hex').slice(0, 8)}.parquet`;
}
