import type { SchemaElement } from 'hyparquet-writer';
import type { Level } from '../../domain/market/book.ts';
import { parseReference } from '../../domain/units/spot.ts';

/** A value of a row as the port gives it; undefined where there is none. */
export type Value = number | string | readonly Level[] | undefined;

/** What a column is in the file's schema, and how a value becomes a cell of it. */
interface ColumnKind {
  readonly elements: (name: string) => readonly SchemaElement[];
  readonly cell: (value: Value) => unknown;
  /** Whether readers may skip by the least and greatest value. */
  readonly statistics: boolean;
}

type Leaf = Omit<SchemaElement, 'name' | 'repetition_type'>;

const required = (leaf: Leaf, cell: ColumnKind['cell']): ColumnKind => ({
  elements: (name) => [{ name, repetition_type: 'REQUIRED', ...leaf }],
  cell,
  statistics: true,
});
const optional = (leaf: Leaf, cell: ColumnKind['cell']): ColumnKind => ({
  elements: (name) => [{ name, repetition_type: 'OPTIONAL', ...leaf }],
  cell: (value) => (value === undefined ? undefined : cell(value)),
  statistics: true,
});

const asItIs = (value: Value): Value => value;
const toInteger = (value: Value): bigint => BigInt(value as number);
const toDecimal = (value: Value): bigint => parseReference(value as string);
const toLevels = (value: Value) =>
  (value as readonly Level[]).map(({ price, size }) => ({ price_e4: price, size_e6: BigInt(size) }));

const MILLISECONDS: Leaf = { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' };
const DECIMAL_38_18: Leaf = {
  type: 'FIXED_LEN_BYTE_ARRAY',
  type_length: 16,
  converted_type: 'DECIMAL',
  precision: 38,
  scale: 18,
};

const INSTANT = required(MILLISECONDS, asItIs);
const INTEGER = required({ type: 'INT64' }, toInteger);
const TEXT = required({ type: 'BYTE_ARRAY', converted_type: 'UTF8' }, asItIs);
/** Dollars with all the 18 digits that settlement compares. */
const DOLLARS = required(DECIMAL_38_18, toDecimal);
/** Levels of a book, best first: a list of structs. */
const LEVELS: ColumnKind = {
  elements: (name) => [
    { name, repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', num_children: 2 },
    { name: 'price_e4', repetition_type: 'REQUIRED', type: 'INT32' },
    { name: 'size_e6', repetition_type: 'REQUIRED', type: 'INT64' },
  ],
  cell: toLevels,
  statistics: false,
};
/** When the file was written. */
const WRITTEN = optional(MILLISECONDS, asItIs);

/** Columns in the order of a row's values. A unit is part of the name: `price_e8` counts 10^-8 dollars. */
export type Columns = Readonly<Record<string, ColumnKind>>;

/** `written_at` comes last in each: it is no part of a row, but of the file that holds it. */
export const PARQUET_TABLES = {
  ticks: {
    received_at: INSTANT,
    exchange_at: INSTANT,
    asset: TEXT,
    price_e8: INTEGER,
    trade_id: optional({ type: 'INT64' }, toInteger),
    written_at: WRITTEN,
  },
  reference: {
    received_at: INSTANT,
    exchange_at: INSTANT,
    asset: TEXT,
    lookback_ms: INTEGER,
    value_usd: DOLLARS,
    written_at: WRITTEN,
  },
  books: {
    received_at: INSTANT,
    window_id: TEXT,
    side: TEXT,
    bids: LEVELS,
    asks: LEVELS,
    written_at: WRITTEN,
  },
} as const satisfies Record<string, Columns>;
export type ParquetTable = keyof typeof PARQUET_TABLES;
