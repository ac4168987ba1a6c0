import { setImmediate } from 'node:timers/promises';
import { ByteWriter, parquetWrite, type SchemaElement } from 'hyparquet-writer';
import type { Columns, Value } from './columns.ts';

/** Rows are encoded so many at a time, with a pause after each for what else the process has to do. */
export const ROWS_PER_GROUP = 2_000;

/** A Parquet file of `rows`, compressed with Snappy. The same rows give the same bytes. */
export async function parquetBytes(
  columns: Columns,
  rows: readonly (readonly Value[])[],
): Promise<Uint8Array> {
  const named = Object.entries(columns);
  const root: SchemaElement = { name: 'rows', num_children: named.length };
  const writer = Object.assign(new ByteWriter(), { flush: () => setImmediate() });
  await parquetWrite({
    writer,
    schema: [root, ...named.flatMap(([name, { elements }]) => elements(name))],
    columnData: named.map(([name, { cell, statistics }], place) => ({
      name,
      data: rows.map((row) => cell(row[place])),
      statistics,
    })),
    rowGroupSize: ROWS_PER_GROUP,
    createdBy: 'quarterhour',
  });
  return writer.getBytes();
}
