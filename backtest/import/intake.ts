import { basename } from 'node:path';

/** What an importer reads, and where it tells of it. */
export interface Intake {
  readonly files: readonly string[];
  readonly warnings: Warnings;
  /** Told the size of every chunk read, for progress. */
  readonly onBytes: (bytes: number) => void;
}

/** What was left out of a tape and why: one entry a reason, with its first place and how often it was met. */
export class Warnings {
  readonly #found = new Map<string, { readonly first: string; count: number }>();

  /** `reason` names no value of the line, so that lines with one fault count as one. */
  add(file: string, line: number | undefined, reason: string): void {
    const found = this.#found.get(reason);
    if (found !== undefined) found.count++;
    else
      this.#found.set(reason, {
        first: `${basename(file)}${line === undefined ? '' : `:${line}`}`,
        count: 1,
      });
  }

  /** 'ladder.jsonl.gz:17: is not JSON (3 in all)'. */
  list(): string[] {
    return [...this.#found].map(
      ([reason, { first, count }]) => `${first}: ${reason}${count > 1 ? ` (${count} in all)` : ''}`,
    );
  }
}
