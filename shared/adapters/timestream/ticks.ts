import { StoreUnavailableError, TimestreamUnavailableError } from '../../contracts/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Files, Ticks } from '../../ports/ticks.ts';
import { bookRow, type Row, referenceRow, tickRow } from './records.ts';
import { SeriesRows } from './series.ts';

interface TimestreamOptions {
  readonly database: string;
  /** Names of the tables, by what they hold. */
  readonly tables: Readonly<Record<Row['table'], string>>;
  readonly clock: Clock;
  /** How many rows are kept while no request is taken; what comes after is dropped. */
  readonly maxRows?: number;
}

interface WaitingRequest {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly rows: number;
}

/**
 * Ticks as requests to Timestream, a hundred records of one series in each, at every flush. When AWS does not admit
 * the account, the next flush says so with a {@link TimestreamUnavailableError}, once; nothing is written after that.
 */
export function timestreamTicks(
  requests: Files,
  { database, tables, clock, maxRows = 100_000 }: TimestreamOptions,
): Ticks {
  const series = new SeriesRows();
  /** As they were made, with the clock of then: sent twice, they write nothing twice. */
  let waiting: WaitingRequest[] = [];
  let rows = 0;
  let dropped = 0;
  let ended = false;
  let written: Promise<void> = Promise.resolve();

  const add = (row: Row): void => {
    if (ended) return;
    if (rows >= maxRows) {
      dropped++;
      return;
    }
    rows++;
    series.add(row);
  };

  const end = (): void => {
    ended = true;
    waiting = [];
    dropped = 0;
    series.clear();
  };

  const makeRequests = (): void => {
    for (const { name, table, body, rows } of series.take(clock.now())) {
      const request = { DatabaseName: database, TableName: tables[table], ...body };
      waiting.push({ name, bytes: Buffer.from(JSON.stringify(request)), rows });
    }
  };

  const write = async (): Promise<void> => {
    makeRequests();
    try {
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        await requests.put(next.name, next.bytes);
        waiting.shift();
        rows -= next.rows;
      }
    } catch (error) {
      if (error instanceof TimestreamUnavailableError) end();
      throw error;
    }
  };

  const tellDropped = (): void => {
    if (dropped === 0) return;
    const count = dropped;
    dropped = 0;
    throw new StoreUnavailableError(
      `Timestream could not be written for too long: ${count} rows were dropped`,
    );
  };

  return {
    tick: (tick) => add(tickRow(tick)),
    reference: (tick) => add(referenceRow(tick)),
    book: (tick) => add(bookRow(tick)),
    async flush() {
      written = written.catch(() => undefined).then(write);
      await written;
      tellDropped();
    },
  };
}
