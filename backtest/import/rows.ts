import { TapeError } from '../../shared/contracts/errors.ts';
import type { Intake } from './intake.ts';
import { lineBatches } from './text.ts';

/** How the lines of a recording become rows. */
export interface RowReader<T> {
  /** The row of a line, or what is wrong with it; undefined for a line that is no row, such as a header. */
  parse(text: string, line: number): T | string | undefined;
  /** When the row was recorded, in milliseconds since the epoch. */
  at(row: T): number;
  /** What two rows of one instant share when one repeats the other; without it, every row stands for itself. */
  same?(row: T): string;
}

/**
 * The good rows of a file, in order of time. A broken row, one that repeats another and one that is older than
 * the row before are left out and warned of; a file without one good row is refused.
 */
export async function* rows<T extends object>(
  file: string,
  intake: Intake,
  reader: RowReader<T>,
): AsyncGenerator<T> {
  const order = new RowOrder(reader);
  let refused: { readonly line: number; readonly reason: string } | undefined;
  let good = 0;
  for await (const { texts, first } of lineBatches(file, intake.onBytes)) {
    for (const [index, raw] of texts.entries()) {
      const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (text === '') continue;
      const line = first + index;
      const row = reader.parse(text, line);
      if (row === undefined) continue;
      const reason = typeof row === 'string' ? row : order.fault(row);
      if (reason === undefined) {
        good++;
        yield row as T;
      } else {
        refused ??= { line, reason };
        intake.warnings.add(file, line, reason);
      }
    }
  }
  if (good === 0) throw new TapeError(file, refused?.line, refused?.reason ?? 'holds no rows');
}

class RowOrder<T> {
  readonly #reader: RowReader<T>;
  #last = 0;
  #seen = new Set<string>();

  constructor(reader: RowReader<T>) {
    this.#reader = reader;
  }

  fault(row: T): string | undefined {
    const at = this.#reader.at(row);
    if (!Number.isSafeInteger(at) || at <= 0) return 'has no usable time';
    if (at < this.#last) return 'is older than the row before it';
    if (at > this.#last) this.#seen.clear();
    this.#last = at;
    const same = this.#reader.same?.(row);
    if (same === undefined) return undefined;
    if (this.#seen.has(same)) return 'repeats an earlier row';
    this.#seen.add(same);
    return undefined;
  }
}
