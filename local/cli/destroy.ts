import { ConfigurationError } from '../../shared/contracts/errors.ts';
import { callerOf } from '../deploy/account.ts';
import { contextWords } from '../deploy/cdk.ts';
import { type Cloud, cloudOf } from '../deploy/cloud.ts';
import { dataOf, deleteData, unprotect } from '../deploy/delete-data.ts';
import { haltLaunches, launchNames } from '../deploy/launches.ts';
import { type Patience, patienceOf } from '../deploy/patience.ts';
import { systemClock } from '../live/clock.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';
import { windowsLeft } from './waiting.ts';

export interface DestroyOptions {
  readonly context: readonly string[];
  readonly yes: boolean;
  /** How long windows may take to end, in milliseconds; with 0 they are left where they are. */
  readonly wait: number;
  /** The number of the account whose ledger and tapes are to be deleted too. */
  readonly deleteData?: string;
}

interface PatientCloud extends Cloud {
  readonly patience: Patience;
}

/** The stacks that hold no data, those that need others first. */
const STACKS = ['Watch', 'Trading', 'Collector'];

/**
 * Launches no more windows, waits for those that run, and takes down what runs. The ledger and the tapes stay, unless
 * the number of their account is told.
 */
export async function destroyVerb(
  { context, yes, wait, deleteData: named }: DestroyOptions,
  _home: Home,
  voice: Voice,
  { aws, cdk, patience }: PatientCloud = { ...cloudOf(voice.json), patience: patienceOf(systemClock) },
): Promise<boolean> {
  const { account } = await callerOf(aws);
  if (named !== undefined && named !== account)
    throw new ConfigurationError(
      `--delete-data ${named}: this is account ${account}; name it to delete its ledger and tapes for good`,
    );
  const launches = await launchNames(aws);
  const words = [...(yes ? ['--force'] : []), ...contextWords(context)];
  let destroyed = false;
  let running: readonly string[] = [];
  try {
    await haltLaunches(launches, aws);
    running = await windowsLeft(account, wait, { aws, patience, voice });
    const mayGoOn = !patience.interrupted.aborted && (running.length === 0 || wait === 0);
    destroyed = mayGoOn && (await cdk(['destroy', ...STACKS, '--exclusively', ...words])) === 0;
  } finally {
    patience.end();
    if (!destroyed && launches.length > 0)
      voice.note('Schedules that are off now stay off: `npx quarterhour deploy` switches them on again.');
  }
  const deleted = destroyed && named !== undefined && (await deleteAll(account, words, { aws, cdk }));
  const { tables, buckets } = dataOf(account);
  const kept = deleted ? [] : [...tables, ...buckets];
  if (destroyed)
    voice.say(
      deleted
        ? 'Everything is deleted, the ledger and the tapes too.'
        : `Kept, in the stack quarterhour-core: ${kept.join(', ')}.\nTo delete them for good: quarterhour destroy --delete-data ${account}`,
    );
  const ok = destroyed && (named === undefined || deleted);
  voice.result({ ok, kept, running, halted: destroyed ? [] : launches });
  return ok;
}

async function deleteAll(account: string, words: readonly string[], { aws, cdk }: Cloud): Promise<boolean> {
  await unprotect(aws);
  if ((await cdk(['destroy', 'Core', '--exclusively', ...words])) !== 0) return false;
  await deleteData(account, aws);
  return true;
}
