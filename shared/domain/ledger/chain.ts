import type { LedgerEntry, NewLedgerEntry } from './event.ts';

/** What the first entry of an account follows. */
export const START = '';

/** The text whose digest an entry carries: the same for the same entry, however its fields come back from a store. */
export function digestedText({ seq, at, event, account, previous }: NewLedgerEntry): string {
  return JSON.stringify({ seq, at, event, account, previous }, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** Why `entry` cannot be the next of a journal whose last entry is `before`; undefined when it can. */
export function brokenLink(entry: LedgerEntry, before: LedgerEntry | undefined): string | undefined {
  if (entry.seq !== (before?.seq ?? 0) + 1) return 'is missing';
  if (entry.previous !== (before?.digest ?? START)) return 'was not written after the one before it';
  return undefined;
}
