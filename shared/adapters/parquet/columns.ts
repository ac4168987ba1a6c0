/** How a column is handed over to DuckDB, and how it is turned into what the file holds. */
interface ColumnKind {
  readonly staged: 'BIGINT' | 'VARCHAR';
  readonly stored: (name: string) => string;
}

const INSTANT: ColumnKind = {
  staged: 'BIGINT',
  stored: (name) => `make_timestamp_ms(${name})::TIMESTAMP_MS`,
};
const INTEGER: ColumnKind = { staged: 'BIGINT', stored: (name) => name };
const TEXT: ColumnKind = { staged: 'VARCHAR', stored: (name) => name };
/** Dollars with all the 18 digits that settlement compares. */
const DOLLARS: ColumnKind = { staged: 'VARCHAR', stored: (name) => `${name}::DECIMAL(38, 18)` };
/** Levels of a book, best first. */
const LEVELS: ColumnKind = {
  staged: 'VARCHAR',
  stored: (name) => `from_json(${name}, '[{"price_e4": "INTEGER", "size_e6": "BIGINT"}]')`,
};

/** Columns in the order of a row's values. A unit is part of the name: `price_e8` counts 10^-8 dollars. */
export type Columns = Readonly<Record<string, ColumnKind>>;

export const PARQUET_TABLES = {
  ticks: { received_at: INSTANT, exchange_at: INSTANT, asset: TEXT, price_e8: INTEGER },
  reference: {
    received_at: INSTANT,
    exchange_at: INSTANT,
    asset: TEXT,
    lookback_ms: INTEGER,
    value_usd: DOLLARS,
  },
  books: { received_at: INSTANT, window_id: TEXT, side: TEXT, bids: LEVELS, asks: LEVELS },
} as const satisfies Record<string, Columns>;
export type ParquetTable = keyof typeof PARQUET_TABLES;
