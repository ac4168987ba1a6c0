import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import type { Level } from '../../domain/market/book.ts';
import type { Columns } from './columns.ts';

export type Value = number | string | readonly Level[];

/** Runs `work` with a DuckDB in memory. It is loaded when it is first needed, since most commands never do. */
export async function withDuckDb(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Writes `file` whole or not at all; one of the same name is replaced. */
export async function writeParquet(
  connection: DuckDBConnection,
  file: string,
  { columns, rows }: { readonly columns: Columns; readonly rows: Iterable<readonly Value[]> },
): Promise<void> {
  const names = Object.entries(columns);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE staged (${names.map(([name, { staged }]) => `${name} ${staged}`).join(', ')})`,
  );
  const appender = await connection.createAppender('staged');
  for (const row of rows) {
    for (const value of row) append(appender, value);
    appender.endRow();
  }
  appender.closeSync();
  const stored = names.map(([name, { stored }]) => `${stored(name)} AS ${name}`).join(', ');
  const partial = `${file}.partial`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await connection.run(
      `COPY (SELECT ${stored} FROM staged) TO '${partial.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

function append(appender: DuckDBAppender, value: Value): void {
  if (typeof value === 'number') appender.appendBigInt(BigInt(value));
  else appender.appendVarchar(typeof value === 'string' ? value : levelsText(value));
}

const levelsText = (levels: readonly Level[]): string =>
  JSON.stringify(levels.map(({ price, size }) => ({ price_e4: price, size_e6: size })));
