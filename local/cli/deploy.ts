import { readDeployment } from '../../shared/contracts/deployment.ts';
import { WorkflowUnavailableError } from '../../shared/contracts/errors.ts';
import { contextOf, contextWords } from '../deploy/cdk.ts';
import { type Cloud, cloudOf } from '../deploy/cloud.ts';
import { resumeLaunches } from '../deploy/launches.ts';
import { preflight } from '../deploy/preflight.ts';
import { checkTable } from './check-table.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';

export interface DeployOptions {
  /** `key=value` of the CDK's context. */
  readonly context: readonly string[];
  /** Do not ask before permissions are widened. */
  readonly yes: boolean;
  /** False where nobody needs to be told of anything. */
  readonly alerts: boolean;
}

/** Looks whether the deployment can work, and what it brings about; then deploys every stack. */
export async function deployVerb(
  { context, yes, alerts }: DeployOptions,
  _home: Home,
  voice: Voice,
  { aws, cdk }: Cloud = cloudOf(voice.json),
): Promise<boolean> {
  const deployment = readDeployment(await contextOf(context));
  const found = await preflight(deployment, aws);
  const checks = found.filter(({ name }) => alerts || name !== 'alerts');
  voice.say(checkTable(checks));
  const ready = checks.every(({ state }) => state !== 'bad');
  if (!ready) voice.say('Nothing was deployed: repair what is bad first.');
  const approval = yes ? 'never' : 'broadening';
  const words = ['deploy', '--all', '--require-approval', approval, ...contextWords(context)];
  const deployed = ready && (await cdk(words)) === 0;
  const resumed = deployed ? await afterDestroy(aws) : [];
  if (resumed.length > 0) voice.say(`Windows are launched again: ${resumed.join(', ')} switched on.`);
  voice.result({ ok: deployed, checks, resumed });
  return deployed;
}

/** A `destroy` that did not come to its end has left the launches off. */
async function afterDestroy(aws: Cloud['aws']): Promise<readonly string[]> {
  try {
    return await resumeLaunches(aws);
  } catch (cause) {
    if (!(cause instanceof WorkflowUnavailableError)) throw cause;
    throw new WorkflowUnavailableError(
      `the stacks are deployed, but whether windows are launched is not known: ${cause.message}`,
      { cause },
    );
  }
}
