import { LedgerConflictError } from '../contracts/errors.ts';
import type { Account } from '../domain/ledger/account.ts';
import { apply } from '../domain/ledger/apply.ts';
import { START } from '../domain/ledger/chain.ts';
import type { LedgerEntry, LedgerEvent } from '../domain/ledger/event.ts';
import type { EpochMs } from '../domain/units/time.ts';
import type { Ledger } from './ledger.ts';

const ATTEMPTS = 5;

/**
 * Appends `event` to the journal and gives the account after it; an event that the account already knows changes
 * nothing. When another writer was first, its entry is read and the event applied to that, whatever it was: what was
 * judged against the account before is posted with {@link postAfter}. Throws LedgerConflictError after five lost races.
 */
export const post = (ledger: Ledger, event: LedgerEvent, at: EpochMs): Promise<Account> =>
  untilFirst(async () => postAfter(ledger, await ledger.head(), { event, at }));

/**
 * As {@link post}, on the condition that `head` is still the last entry: what was decided by it holds in the entry
 * too. Throws LedgerConflictError when another writer was first.
 */
export async function postAfter(
  ledger: Ledger,
  head: LedgerEntry | undefined,
  { event, at }: { readonly event: LedgerEvent; readonly at: EpochMs },
): Promise<Account> {
  const result = apply(head?.account, event, at);
  if (result.kind === 'already') return head?.account as Account;
  const { account } = result;
  await ledger.append({ seq: (head?.seq ?? 0) + 1, at, event, account, previous: head?.digest ?? START });
  return account;
}

/**
 * Runs `act`, which reads the head, decides and posts after it, anew each time that another writer was first. Throws
 * LedgerConflictError after five lost races.
 */
export async function untilFirst<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof LedgerConflictError) || attempt === ATTEMPTS) throw error;
    }
  }
}
