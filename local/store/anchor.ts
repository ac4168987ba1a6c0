import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { entryDigest } from '../../shared/adapters/dynamodb/ledger.ts';
import { LedgerBrokenError, StoreUnavailableError } from '../../shared/contracts/errors.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';

const Anchor = z.strictObject({ seq: z.int().positive(), digest: z.string() });
type Anchor = z.infer<typeof Anchor>;

/**
 * A ledger with its last entry's number and digest in a file outside the store: what a damaged or emptied store has
 * forgotten is noticed when its entries are read. A process that dies leaves the file an entry behind at most.
 */
export function anchoredLedger(ledger: Ledger, path: string): Ledger {
  return {
    head: () => ledger.head(),
    async append(entry) {
      await ledger.append(entry);
      write(path, { seq: entry.seq, digest: entryDigest(entry) });
    },
    async *entries() {
      const anchor = read(path);
      let seq = 0;
      for await (const entry of ledger.entries()) {
        ({ seq } = entry);
        if (seq === anchor?.seq && entry.digest !== anchor.digest)
          throw new LedgerBrokenError(seq, `is not the one that ${path} names`);
        yield entry;
      }
      if (anchor !== undefined && seq < anchor.seq)
        throw new LedgerBrokenError(seq + 1, `is missing: ${path} tells of ${anchor.seq}`);
    },
  };
}

function read(path: string): Anchor | undefined {
  try {
    return Anchor.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StoreUnavailableError(
      `${path}, which names the last entry of the ledger, cannot be read: restore it from a copy, or remove it to trust the store as it is`,
      { cause },
    );
  }
}

/** At once, so that no later entry's file is overwritten by an earlier one's; whole, or not at all. */
function write(path: string, anchor: Anchor): void {
  const partial = `${path}.partial`;
  try {
    writeFileSync(partial, JSON.stringify(anchor));
    renameSync(partial, path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StoreUnavailableError(`${path} cannot be written (${code})`, { cause });
  }
}
