import { LedgerConflictError } from '../contracts/errors.ts';
import type { Account } from '../domain/ledger/account.ts';
import { apply } from '../domain/ledger/apply.ts';
import type { LedgerEvent } from '../domain/ledger/event.ts';
import type { EpochMs } from '../domain/units/time.ts';
import type { Ledger } from './ledger.ts';

const ATTEMPTS = 5;

/**
 * Appends `event` to the journal and gives the account after it; an event that the account already knows changes
 * nothing. When another writer was first, its entry is read and the event applied to that. Throws LedgerConflictError
 * after five lost races.
 */
export async function post(ledger: Ledger, event: LedgerEvent, at: EpochMs): Promise<Account> {
  for (let attempt = 1; ; attempt++) {
    const head = await ledger.head();
    const result = apply(head?.account, event, at);
    if (result.kind === 'already') return head?.account as Account;
    try {
      await ledger.append({ seq: (head?.seq ?? 0) + 1, at, event, account: result.account });
      return result.account;
    } catch (error) {
      if (!(error instanceof LedgerConflictError) || attempt === ATTEMPTS) throw error;
    }
  }
}
