import type { Account } from '../../domain/ledger/account.ts';
import { entryMeasures } from '../../domain/watch/account-measures.ts';
import { decisionMeasures, orderMeasures } from '../../domain/watch/record-measures.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Windows } from '../../ports/windows.ts';

/** The ledger, telling of every entry that was appended and how the account stands after it. */
export function meteredLedger(ledger: Ledger, metrics: Metrics): Ledger {
  let before: { readonly seq: number; readonly account: Account } | undefined;
  return {
    async head() {
      const head = await ledger.head();
      before = head;
      return head;
    },
    async append(entry) {
      await ledger.append(entry);
      const known = before?.seq === entry.seq - 1 ? before.account : undefined;
      metrics.record(entryMeasures(entry, known));
    },
    entries: () => ledger.entries(),
  };
}

/** The records of windows, telling of every decision and order that was written. */
export function meteredWindows(windows: Windows, metrics: Metrics): Windows {
  return {
    ...windows,
    async put(windowId, record) {
      await windows.put(windowId, record);
      if (record.kind === 'decision') metrics.record(decisionMeasures(record));
      if (record.kind === 'order') metrics.record(orderMeasures(record, await windows.records(windowId)));
    },
  };
}

/** What `act` gives; when it fails because a table or bucket did not answer, that is counted. */
export function countingFailures<Words extends readonly unknown[], Answer>(
  act: (...words: Words) => Promise<Answer>,
  metrics: Metrics,
): (...words: Words) => Promise<Answer> {
  return async (...words) => {
    try {
      return await act(...words);
    } catch (error) {
      if (error instanceof Error && error.name === 'StoreUnavailableError')
        metrics.record([{ metric: 'StoreFailures', value: 1, details: { reason: error.message } }]);
      throw error;
    }
  };
}
