import { Template } from 'aws-cdk-lib/assertions';
import { beforeEach, expect, test } from 'vitest';
import { Core } from '../../../lib/stacks/core.ts';
import { Trading } from '../../../lib/stacks/trading.ts';
import { Watch } from '../../../lib/stacks/watch.ts';
import { launchNames } from '../../../local/deploy/launches.ts';
import { readDeployment } from '../../../shared/contracts/deployment.ts';
import { makeApp } from '../../lib/cloud.ts';
import { aws, goodAccount, mocks } from './clouds.ts';
import { rig } from './rig.ts';

const app = makeApp();
const parts = { core: new Core(app), deployment: readDeployment({ series: 'btc-15m,btc-1h' }) };
const stacks = [new Trading(app, parts), new Watch(app, parts)] as const;
const [trading, watch] = [Template.fromStack(stacks[0]), Template.fromStack(stacks[1])];
const namesIn = (template: Template) =>
  Object.values(template.findResources('AWS::Scheduler::Schedule')).map(
    ({ Properties }) => Properties.Name as string,
  );

beforeEach(goodAccount);

test('every schedule that launches windows is found by its name, and no other', async () => {
  await launchNames(aws);
  const { NamePrefix, GroupName } = mocks.scheduler.call(0).args[0].input as Record<string, string>;
  expect(GroupName).toBe('default');
  const found = (names: string[]) => names.filter((name) => name.startsWith(NamePrefix ?? ''));
  // What settles goes on while windows that run come to their end.
  expect(found(namesIn(trading))).toEqual(
    namesIn(trading).filter((name) => name !== 'quarterhour-reconcile'),
  );
  expect(namesIn(trading)).toHaveLength(3);
  expect(found(namesIn(watch))).toEqual([]);
});

test('the state machine that is asked is that of the stack', async () => {
  await rig().destroy();
  const [machine] = Object.values(trading.findResources('AWS::StepFunctions::StateMachine'));
  const { stateMachineArn } = mocks.sfn.call(0).args[0].input as { stateMachineArn: string };
  expect(stateMachineArn.split(':').at(-1)).toBe(machine?.Properties.StateMachineName);
});
