import type { LedgerEntry } from '../domain/ledger/event.ts';

/** The journal of one account: append only, one writer wins. */
export interface Ledger {
  /** The last entry, read consistently; undefined for a new account. */
  head(): Promise<LedgerEntry | undefined>;
  /** Throws LedgerConflictError when an entry of this `seq` exists. */
  append(entry: LedgerEntry): Promise<void>;
  /** All entries from the first. */
  entries(): AsyncIterable<LedgerEntry>;
}
