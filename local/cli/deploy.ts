import { readDeployment } from '../../shared/contracts/deployment.ts';
import { ConfigurationError } from '../../shared/contracts/errors.ts';
import { callerOf } from '../deploy/account.ts';
import { type Cdk, contextOf, contextWords, runCdk } from '../deploy/cdk.ts';
import { type Aws, connectAws } from '../deploy/clients.ts';
import { dataOf, deleteData, unprotect } from '../deploy/delete-data.ts';
import { preflight } from '../deploy/preflight.ts';
import { checkTable } from './check-table.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';

export interface DeployOptions {
  /** `key=value` of the CDK's context. */
  readonly context: readonly string[];
  /** Do not ask before permissions are widened. */
  readonly yes: boolean;
}

export interface DestroyOptions {
  readonly context: readonly string[];
  readonly yes: boolean;
  /** The number of the account whose ledger and tapes are to be deleted too. */
  readonly deleteData?: string;
}

/** AWS and its CDK; a test has its own. */
interface Cloud {
  readonly aws: Aws;
  readonly cdk: Cdk;
}
const cloudOf = (voice: Voice): Cloud => ({ aws: connectAws(), cdk: runCdk(voice.json) });

/** Looks whether the deployment can work, and what it brings about; then deploys every stack. */
export async function deployVerb(
  { context, yes }: DeployOptions,
  _home: Home,
  voice: Voice,
  { aws, cdk }: Cloud = cloudOf(voice),
): Promise<boolean> {
  const deployment = readDeployment(await contextOf(context));
  const checks = await preflight(deployment, aws);
  voice.say(checkTable(checks));
  const ready = checks.every(({ state }) => state !== 'bad');
  if (!ready) voice.say('Nothing was deployed: repair what is bad first.');
  const approval = yes ? 'never' : 'broadening';
  const words = ['deploy', '--all', '--require-approval', approval, ...contextWords(context)];
  const deployed = ready && (await cdk(words)) === 0;
  voice.result({ ok: deployed, checks });
  return deployed;
}

/** The stacks that hold no data, those that need others first. */
const STACKS = ['Watch', 'Trading', 'Collector'];

/** Takes down what runs. The ledger and the tapes stay, unless the number of their account is told. */
export async function destroyVerb(
  { context, yes, deleteData: named }: DestroyOptions,
  _home: Home,
  voice: Voice,
  { aws, cdk }: Cloud = cloudOf(voice),
): Promise<boolean> {
  const { account } = await callerOf(aws);
  if (named !== undefined && named !== account)
    throw new ConfigurationError(
      `--delete-data ${named}: this is account ${account}; name it to delete its ledger and tapes for good`,
    );
  const data = dataOf(account);
  const words = [...(yes ? ['--force'] : []), ...contextWords(context)];
  const destroyed = (await cdk(['destroy', ...STACKS, '--exclusively', ...words])) === 0;
  const deleted = destroyed && named !== undefined && (await deleteAll(account, words, { aws, cdk }));
  voice.say(
    deleted
      ? 'Everything is deleted, the ledger and the tapes too.'
      : `Kept, in the stack quarterhour-core: ${[...data.tables, ...data.buckets].join(', ')}.\nTo delete them for good: quarterhour destroy --delete-data ${account}`,
  );
  voice.result({
    ok: destroyed && (named === undefined || deleted),
    kept: deleted ? [] : [...data.tables, ...data.buckets],
  });
  return destroyed && (named === undefined || deleted);
}

async function deleteAll(account: string, words: readonly string[], { aws, cdk }: Cloud): Promise<boolean> {
  await unprotect(aws);
  if ((await cdk(['destroy', 'Core', '--exclusively', ...words])) !== 0) return false;
  await deleteData(account, aws);
  return true;
}
