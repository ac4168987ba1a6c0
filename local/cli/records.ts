import { readFile } from 'node:fs/promises';
import { LedgerBrokenError, StoreUnavailableError } from '../../shared/contracts/errors.ts';
import { equity } from '../../shared/domain/ledger/account.ts';
import { START } from '../../shared/domain/ledger/chain.ts';
import type { LedgerEntry, LedgerEvent } from '../../shared/domain/ledger/event.ts';
import { assertNever } from '../../shared/domain/units/invariant.ts';
import { formatUsdc } from '../../shared/domain/units/money.ts';
import { toIso } from '../../shared/domain/units/time.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { recordsOf } from '../host.ts';
import type { ReplayResult } from '../result.ts';
import { openStore } from '../store/embedded.ts';
import type { Home, RunFolder } from './home.ts';
import type { Voice } from './output.ts';
import { writeReport } from './runs.ts';
import { plainTable } from './table.ts';

export interface LedgerOptions {
  readonly run?: string;
  /** Of the deployment in AWS. */
  readonly cloud: boolean;
  /** Only whether it is whole. */
  readonly check: boolean;
}

/** The journal of a run or of the deployment, entry by entry, or whether it is whole. */
export async function ledgerVerb(
  { run: id, cloud, check }: LedgerOptions,
  home: Home,
  voice: Voice,
): Promise<boolean> {
  const show = check ? checkLedger : listLedger;
  if (cloud) {
    const [{ connectAws }, { deployedLedger }] = await Promise.all([
      import('../deploy/clients.ts'),
      import('../deploy/ledger.ts'),
    ]);
    return await show('the deployment', deployedLedger(connectAws()), voice);
  }
  const run = await home.keptRun(id);
  const store = await openStore(run.store);
  try {
    return await show(run.id, recordsOf(store).ledger, voice);
  } finally {
    await store.close();
  }
}

async function listLedger(run: string, ledger: Ledger, voice: Voice): Promise<boolean> {
  const entries = await Array.fromAsync(ledger.entries());
  voice.result({ run, entries: entries.map(entryRecord), digest: entries.at(-1)?.digest ?? START });
  const table = plainTable(
    ['Seq', 'At', 'Event', 'Cash', 'Equity'],
    ['right', 'left', 'left', 'right', 'right'],
  );
  for (const { seq, at, what, cash, equity: worth } of entries.map(entryRecord))
    table.push([seq, at, what, cash, worth]);
  voice.say(table.toString());
  return true;
}

/** Reads every entry: each must be what was written, after the one before it, and none may be missing. */
async function checkLedger(run: string, ledger: Ledger, voice: Voice): Promise<boolean> {
  let [entries, digest] = [0, START];
  try {
    for await (const entry of ledger.entries()) [entries, digest] = [entry.seq, entry.digest];
  } catch (error) {
    // An entry that cannot even be read is the one after the last that could.
    const firstBad = error instanceof LedgerBrokenError ? error.seq : entries + 1;
    if (!(error instanceof LedgerBrokenError || error instanceof StoreUnavailableError)) throw error;
    voice.result({ run, ok: false, entries, digest, firstBad, what: error.message });
    voice.say(`The ledger of ${run} is broken at entry ${firstBad}.\n${error.message}`);
    return false;
  }
  voice.result({ run, ok: true, entries, digest });
  voice.say(`The ledger of ${run} is whole: ${entries} entries, digest ${digest}`);
  return true;
}

/** An entry as `--json` gives it. */
export const entryRecord = ({ seq, at, event, account }: LedgerEntry) => ({
  seq,
  at: toIso(at),
  event: event.kind,
  what: inWords(event),
  cash: formatUsdc(account.cash),
  equity: formatUsdc(equity(account)),
});

function inWords(event: LedgerEvent): string {
  switch (event.kind) {
    case 'opened':
      return `opened with ${formatUsdc(event.capital)}`;
    case 'reserved':
      return `${event.windowId}: reserved ${formatUsdc(event.amount)}`;
    case 'released':
      return `${event.windowId}: released (${event.reason})`;
    case 'filled':
      return `${event.windowId}: bought ${event.side} for ${formatUsdc(event.cost)}, fee ${formatUsdc(event.fee)}`;
    case 'settled':
      return `${event.windowId}: settled ${event.outcome}`;
    case 'halted':
      return `halted by ${event.halt.breaker}: ${event.halt.reason}${event.halt.by === undefined ? '' : ` (${event.halt.by})`}`;
    case 'resumed':
      return `resumed ${event.breaker}: ${event.reason} (${event.by})`;
    default:
      return assertNever(event);
  }
}

/** Renders the report of a run anew from its result. */
export async function reportVerb(
  { run: id, out }: { run?: string | undefined; out?: string | undefined },
  home: Home,
  voice: Voice,
): Promise<void> {
  const run = await home.keptRun(id);
  const path = out ?? run.report;
  await writeReport(run, path, await resultOf(run));
  voice.result({ run: run.id, report: path });
  voice.say(`Report: ${path}`);
}

/** What the run came to, as it was kept. */
async function resultOf({ result }: RunFolder): Promise<ReplayResult> {
  try {
    return JSON.parse(await readFile(result, 'utf8')) as ReplayResult;
  } catch (cause) {
    throw new StoreUnavailableError(`${result} cannot be read; replay the tape of this run again`, { cause });
  }
}
