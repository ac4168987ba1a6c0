import type { LedgerEntry, NewLedgerEntry } from '../domain/ledger/event.ts';

/**
 * The journal of one account: append only, one writer wins, each entry chained to the one before by its digest. What is
 * read is checked: LedgerBrokenError says that an entry is lost or not what was written.
 */
export interface Ledger {
  /** The last entry, read consistently and checked for itself; undefined for a new account. */
  head(): Promise<LedgerEntry | undefined>;
  /** Throws LedgerConflictError when an entry of this `seq` exists. */
  append(entry: NewLedgerEntry): Promise<void>;
  /** All entries from the first, checked one after the other. */
  entries(): AsyncIterable<LedgerEntry>;
}
