import { hostname, userInfo } from 'node:os';
import type { Breaker } from '../../shared/domain/ledger/account.ts';
import type { LedgerEntry } from '../../shared/domain/ledger/event.ts';
import type { Control } from '../../shared/domain/risk/controls.ts';
import { askHolder, control } from '../controls.ts';
import { callerOf } from '../deploy/account.ts';
import { type Aws, connectAws } from '../deploy/clients.ts';
import { deployedLedger } from '../deploy/ledger.ts';
import { recordsOf } from '../host.ts';
import { systemClock } from '../live/clock.ts';
import { openStore } from '../store/embedded.ts';
import { isHeld } from '../store/engine.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';
import { entryRecord } from './records.ts';

export interface ControlOptions {
  readonly reason: string;
  readonly run: string;
  readonly cloud: boolean;
  /** Of `resume` alone: one halt, where it is not all of them. */
  readonly breaker?: Breaker;
}

/** Halts new entries, or lifts halts, with who and why in the ledger: of a run, running or not, or of the deployment. */
export const controlVerb =
  (kind: Control['kind']) =>
  async (
    { reason, run, cloud, breaker }: ControlOptions,
    home: Home,
    voice: Voice,
    aws: () => Aws = connectAws,
  ): Promise<boolean> => {
    const asked = (by: string): Control =>
      kind === 'resume'
        ? { kind, reason, by, ...(breaker === undefined ? {} : { breaker }) }
        : { kind, reason, by };
    const entries = cloud
      ? await inCloud(asked, aws())
      : await onLaptop(asked(`${userName()}@${hostname()}`), run, home);
    voice.result({ entry: entries.map(entryRecord).at(-1) ?? null, entries: entries.map(entryRecord) });
    for (const entry of entries)
      voice.say(`${entryRecord(entry).at} entry ${entry.seq}: ${entryRecord(entry).what}`);
    if (entries.length === 0)
      voice.say(
        breaker === undefined
          ? 'No halt waits for a resume.'
          : `Nothing was resumed: ${breaker} does not halt the account.`,
      );
    return entries.length > 0;
  };

async function inCloud(asked: (by: string) => Control, aws: Aws): Promise<readonly LedgerEntry[]> {
  const { arn } = await callerOf(aws);
  return control(deployedLedger(aws), asked(arn), systemClock);
}

/** The store of a run that trades is held by that process, which then does it. */
async function onLaptop(asked: Control, id: string, home: Home): Promise<readonly LedgerEntry[]> {
  const run = await home.keptRun(id);
  const store = await openStore(run.store).catch((error: unknown) => {
    if (isHeld(error)) return undefined;
    throw error;
  });
  if (store === undefined) return askHolder(run.controls, asked);
  try {
    return await control(recordsOf(store).ledger, asked, systemClock);
  } finally {
    await store.close();
  }
}

/** Some containers have users without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
