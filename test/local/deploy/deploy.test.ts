import { GetScheduleCommand, ListSchedulesCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, expect, test } from 'vitest';
import { ConfigurationError, WorkflowUnavailableError } from '../../../shared/contracts/errors.ts';
import { deployedApp, goodAccount, LAUNCH, mocks, named } from './clouds.ts';
import { rig } from './rig.ts';

beforeEach(goodAccount);

test('after a good preflight every stack is deployed, with what was given', async () => {
  const { runs, said, results, deploy } = rig();
  expect(await deploy({ alerts: true, context: ['email=me@example.org', 'series=btc-15m,eth-15m'] })).toBe(
    true,
  );
  expect(runs).toEqual([
    'deploy --all --require-approval broadening -c email=me@example.org -c series=btc-15m,eth-15m',
  ]);
  expect(said[0]).toContain('CDK bootstrap');
  expect(results).toMatchObject([
    {
      ok: true,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'region', state: 'good' })]),
    },
  ]);
});

test('where nobody would be told of an alarm nothing is deployed, unless that is wanted', async () => {
  const { runs, said, deploy } = rig();
  expect(await deploy({ alerts: true })).toBe(false);
  expect(runs).toEqual([]);
  expect(said[0]).toContain('--no-alerts');
  expect(await deploy({ alerts: false })).toBe(true);
});

test('with --yes nobody is asked', async () => {
  const { runs, deploy } = rig();
  await deploy({ yes: true });
  expect(runs).toEqual(['deploy --all --require-approval never']);
});

test('nothing is deployed while something is bad', async () => {
  mocks.sts.on(GetCallerIdentityCommand).rejects(named('ExpiredToken'));
  const { runs, said, results, deploy } = rig();
  expect(await deploy()).toBe(false);
  expect(runs).toEqual([]);
  expect(said.at(-1)).toContain('Nothing was deployed');
  expect(results).toMatchObject([{ ok: false }]);
});

test('a CDK that fails is a refusal', async () => {
  expect(await rig(1).deploy()).toBe(false);
});

test.each([
  [['series'], '-c series: write it as key=value'],
  [['mode=live'], 'mode: must be paper'],
  [['budgett=5'], 'budgett: no such key'],
])('%j is refused by name', async (context, message) => {
  const refused = rig().deploy({ context });
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(ConfigurationError);
});

test('launches that a destroy left off go on after the stacks are deployed', async () => {
  deployedApp('DISABLED');
  const { said, results, deploy } = rig();
  expect(await deploy()).toBe(true);
  const [update] = mocks.scheduler.commandCalls(UpdateScheduleCommand);
  expect(update?.args[0].input).toMatchObject({ Name: LAUNCH, State: 'ENABLED', Description: '' });
  expect(said.at(-1)).toContain(LAUNCH);
  expect(results).toMatchObject([{ ok: true, resumed: [LAUNCH] }]);
});

test('launches stay as they are when the stacks could not be deployed', async () => {
  deployedApp('DISABLED');
  expect(await rig(1).deploy()).toBe(false);
  expect(mocks.scheduler.calls()).toHaveLength(0);
});

test('launches that a person switched off stay off', async () => {
  deployedApp('DISABLED');
  mocks.scheduler.on(GetScheduleCommand).resolves({ Name: LAUNCH, State: 'DISABLED', Description: 'Off.' });
  const { results, deploy } = rig();
  expect(await deploy()).toBe(true);
  expect(mocks.scheduler.commandCalls(UpdateScheduleCommand)).toHaveLength(0);
  expect(results).toMatchObject([{ ok: true, resumed: [] }]);
});

test('when schedules may not be read, it says that the stacks are deployed all the same', async () => {
  mocks.scheduler.on(ListSchedulesCommand).rejects(named('AccessDeniedException', 'not authorized'));
  const deployed = rig().deploy();
  await expect(deployed).rejects.toBeInstanceOf(WorkflowUnavailableError);
  await expect(deployed).rejects.toThrow(
    /^the stacks are deployed, but .*AccessDeniedException: not authorized$/,
  );
});
