import { TapeError } from '../../shared/contracts/errors.ts';

/** What a cell must hold: digits, a decimal number that is not negative, or any text. `?` allows an empty cell. */
export type Cell = 'integer' | 'integer?' | 'decimal' | 'decimal?' | 'text' | 'text?';
export type CsvRow<C extends Readonly<Record<string, Cell>>> = { readonly [K in keyof C]: string };

const INTEGER = /^\d+$/;
const DECIMAL = /^\d+(\.\d+)?$/;

/**
 * Parses the lines of one CSV file whose first line names the columns; cells are not quoted. Columns beyond
 * those asked for are ignored; a header without one of them makes the file none of its format.
 */
export function csvParser<C extends Readonly<Record<string, Cell>>>(file: string, columns: C) {
  let places: ReadonlyMap<string, number> | undefined;
  return (text: string, line: number): CsvRow<C> | string | undefined => {
    const cells = text.split(',');
    if (places === undefined) {
      places = new Map(cells.map((name, place) => [name, place]));
      const missing = Object.keys(columns).filter((name) => !places?.has(name));
      if (missing.length > 0) throw new TapeError(file, line, `has no column ${missing.join(', ')}`);
      return undefined;
    }
    if (cells.length !== places.size) return 'has not as many cells as the header has columns';
    const row: Record<string, string> = {};
    for (const [name, kind] of Object.entries(columns)) {
      const cell = cells[places.get(name) as number] as string;
      const fault = cellFault(cell, kind);
      if (fault !== undefined) return `${name} ${fault}`;
      row[name] = cell;
    }
    return row as CsvRow<C>;
  };
}

function cellFault(cell: string, kind: Cell): string | undefined {
  if (cell === '') return kind.endsWith('?') ? undefined : 'is empty';
  if (kind.startsWith('text')) return undefined;
  if (kind.startsWith('integer') ? INTEGER.test(cell) : DECIMAL.test(cell)) return undefined;
  return /^-\d+(\.\d+)?$/.test(cell) ? 'is negative' : 'is not a number';
}

/** Whether the first line of a file names all of `columns`. */
export const namesColumns = (head: readonly string[], ...columns: string[]): boolean => {
  const named = new Set(head[0]?.trimEnd().split(','));
  return columns.every((column) => named.has(column));
};
