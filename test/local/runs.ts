import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { recordsOf } from '../../local/host.ts';
import { replay } from '../../local/replay.ts';
import { type ReplayResult, readResult } from '../../local/result.ts';
import { openStore, type Store } from '../../local/store/embedded.ts';
import { openTapes } from '../../local/tape-source.ts';
import { parseConfiguration, parseSettings } from '../../shared/contracts/config.ts';
import type { LedgerEntry } from '../../shared/domain/ledger/event.ts';
import type { WindowRecord } from '../../shared/domain/record.ts';

/** Everything that a run leaves behind. */
export interface Left {
  readonly result: ReplayResult;
  readonly entries: readonly LedgerEntry[];
  readonly records: ReadonlyMap<string, readonly WindowRecord[]>;
}

/** Settings under which a few quiet windows hold trades. */
export const EAGER = [
  'minEdgeThreshold=0.02',
  'minMomentumThreshold=0.0005',
  'momentumConsistencyThreshold=0.2',
] as const;

/** Runs `tape` over a store that may hold something already. */
export async function runOver(store: Store, tape: string, settings: readonly string[]): Promise<Left> {
  const configuration = parseConfiguration(parseSettings(settings));
  const source = await openTapes([tape]);
  const replayed = await replay({ source, store, configuration });
  const { windows, ledger } = recordsOf(store);
  const { strategy } = configuration;
  const run = { id: 'test', strategy, source, path: tape, replayed, elapsedMs: 1 };
  const result = await readResult({ windows, ledger }, run);
  const records = new Map<string, readonly WindowRecord[]>();
  for (const { id } of result.windows) records.set(id, await windows.records(id));
  const entries: LedgerEntry[] = [];
  for await (const entry of ledger.entries()) entries.push(entry);
  return { result, entries, records };
}

/** Runs `tape` over a new store in `folder`. */
export async function runAnew(folder: string, tape: string, settings: readonly string[] = []): Promise<Left> {
  const store = await openStore(mkdtempSync(join(folder, 'store-')));
  try {
    return await runOver(store, tape, settings);
  } finally {
    await store.close();
  }
}
