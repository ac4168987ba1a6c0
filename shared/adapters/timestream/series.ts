import type { WriteRecordsCommandInput } from '@aws-sdk/client-timestream-write';
import { type EpochMs, MINUTE_MS } from '../../domain/units/time.ts';
import { commonAttributes, type Row, record } from './records.ts';

/** The most that Timestream takes at once. */
const RECORDS_PER_REQUEST = 100;
const NANOSECONDS_PER_MS = 1_000_000n;

const nanoseconds = (ms: number): bigint => BigInt(ms) * NANOSECONDS_PER_MS;

interface TimedRow {
  /** In nanoseconds. */
  readonly time: bigint;
  readonly row: Row;
}

/** Rows of the same table and dimensions. */
interface Series {
  readonly of: Pick<Row, 'table' | 'dimensions'>;
  lastTime: bigint;
  rows: TimedRow[];
}

/** A request with a name of its own, and how many rows it holds. */
interface Request {
  readonly name: string;
  readonly body: Pick<WriteRecordsCommandInput, 'CommonAttributes' | 'Records'>;
  readonly table: Row['table'];
  readonly rows: number;
}

/** Rows by series, in which no two are of one instant. */
export class SeriesRows {
  readonly #series = new Map<string, Series>();

  /** A row of the millisecond of the one before it is set a nanosecond after that. */
  add(row: Row): void {
    const { table, dimensions, receivedAt } = row;
    const key = [table, ...dimensions.map(({ Value }) => Value)].join('/');
    const series = this.#series.get(key) ?? { of: { table, dimensions }, lastTime: 0n, rows: [] };
    this.#series.set(key, series);
    const at = nanoseconds(receivedAt);
    series.lastTime = at > series.lastTime ? at : series.lastTime + 1n;
    series.rows.push({ time: series.lastTime, row });
  }

  /** All rows as requests of one series each, and none is left. */
  *take(writtenAt: EpochMs): Generator<Request> {
    for (const [key, series] of this.#series) {
      const { table, dimensions } = series.of;
      for (let from = 0; from < series.rows.length; from += RECORDS_PER_REQUEST) {
        const part = series.rows.slice(from, from + RECORDS_PER_REQUEST);
        const body = {
          CommonAttributes: commonAttributes(dimensions, writtenAt),
          Records: part.map(({ time, row }) => record(time, row.measures, writtenAt)),
        };
        yield { name: `${key}/${part[0]?.time}.json`, body, table, rows: part.length };
      }
      series.rows = [];
      // The last instant is kept while another row may be of it: windows come and go.
      if (series.lastTime < nanoseconds(writtenAt - MINUTE_MS)) this.#series.delete(key);
    }
  }

  clear(): void {
    this.#series.clear();
  }
}
