import {
  ExecutionAlreadyExists,
  ExecutionLimitExceeded,
  InvalidToken,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { runningWindows, sendSnapshot, startWindow } from '../../../../shared/adapters/sfn/workflow.ts';
import { WorkflowUnavailableError } from '../../../../shared/contracts/errors.ts';
import { SnapshotSchema } from '../../../../shared/contracts/record.ts';
import { executionInput } from '../../../../shared/domain/market/execution-input.ts';
import { snapshotAt } from '../../../lambdas/trade.ts';
import { quarter, secondsIn } from '../../domain/examples.ts';

const sfn = mockClient(SFNClient);
const client = sfn as unknown as SFNClient;
const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:quarterhour-trade-window';
const input = executionInput(quarter, { from: secondsIn(180), to: secondsIn(300) });
const told = (message: string) => ({ message, $metadata: {} });
const service = (name: string) =>
  new SFNServiceException({ name, $fault: 'client', ...told('Rate exceeded') });

beforeEach(() => {
  sfn.reset();
});

describe('a window is started', () => {
  test('as an execution named after it, with what depends on nothing but the window', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    expect(await startWindow(client, ARN)(input)).toBe('started');
    const [call] = sfn.commandCalls(StartExecutionCommand);
    expect(call?.args[0].input).toEqual({
      stateMachineArn: ARN,
      name: 'btc-15m-1790616600',
      input: JSON.stringify(input),
    });
  });

  test('once: the service knows the name of the second', async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(told('Execution Already Exists')));
    expect(await startWindow(client, ARN)(input)).toBe('known');
  });

  test.each([
    new ExecutionLimitExceeded(told('too many open executions')),
    new StateMachineDoesNotExist(told('State Machine Does Not Exist')),
    service('ThrottlingException'),
    service('ExpiredTokenException'),
    service('AccessDeniedException'),
    Object.assign(new Error('connect ECONNREFUSED'), { name: 'TimeoutError' }),
  ])('not when the service answers $name, and that has a name', async (error) => {
    sfn.on(StartExecutionCommand).rejects(error);
    const run = startWindow(client, ARN)(input);
    await expect(run).rejects.toThrow(WorkflowUnavailableError);
    await expect(run).rejects.toThrow(
      `btc-15m-1790616600 cannot be started: ${error.name}: ${error.message}`,
    );
  });

  test('not by a mistake of ours, which stays one', async () => {
    sfn.on(StartExecutionCommand).rejects(new TypeError('not a function'));
    await expect(startWindow(client, ARN)(input)).rejects.toThrow(TypeError);
  });
});

describe('a waiting window is woken', () => {
  const snapshot = snapshotAt(secondsIn(240));

  test('with the snapshot, as the state behind it reads one', async () => {
    sfn.on(SendTaskSuccessCommand).resolves({});
    expect(await sendSnapshot(client)('token', snapshot)).toBe('woken');
    const { taskToken, output } = sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input ?? {};
    expect(taskToken).toBe('token');
    expect(SnapshotSchema.parse(JSON.parse(output ?? '').snapshot)).toEqual(snapshot);
  });

  test.each([
    new TaskTimedOut(told('Task Timed Out')),
    new TaskDoesNotExist(told('Task does not exist')),
    new InvalidToken(told('Invalid Token')),
  ])('too late when the service answers $name, which is no failure', async (error) => {
    sfn.on(SendTaskSuccessCommand).rejects(error);
    expect(await sendSnapshot(client)('token', snapshot)).toBe('late');
  });

  test.each(['ThrottlingException', 'ExpiredTokenException', 'InvalidOutput'])(
    'not when the service answers %s, and the token is not told',
    async (name) => {
      sfn.on(SendTaskSuccessCommand).rejects(service(name));
      const run = sendSnapshot(client)('secret-token', snapshot);
      await expect(run).rejects.toThrow(
        new WorkflowUnavailableError(`a waiting window cannot be woken: ${name}: Rate exceeded`),
      );
    },
  );
});

describe('the windows that run', () => {
  const execution = (name: string) => ({
    name,
    executionArn: `arn:aws:states:us-east-1:123456789012:execution:quarterhour-trade-window:${name}`,
    stateMachineArn: ARN,
    status: 'RUNNING' as const,
    startDate: new Date(0),
  });

  test('are those of every page, in order', async () => {
    sfn
      .on(ListExecutionsCommand)
      .resolvesOnce({ executions: [execution('eth-15m-1790616600')], nextToken: 'more' })
      .resolvesOnce({ executions: [execution('btc-15m-1790616600')] });
    expect(await runningWindows(client, ARN)).toEqual(['btc-15m-1790616600', 'eth-15m-1790616600']);
    const asked = { stateMachineArn: ARN, statusFilter: 'RUNNING' };
    expect(sfn.commandCalls(ListExecutionsCommand).map(({ args }) => args[0].input)).toEqual([
      { ...asked, nextToken: undefined },
      { ...asked, nextToken: 'more' },
    ]);
  });

  test('are gone with their state machine', async () => {
    sfn.on(ListExecutionsCommand).rejects(new StateMachineDoesNotExist(told('State Machine Does Not Exist')));
    expect(await runningWindows(client, ARN)).toBe('gone');
  });

  test.each(['ThrottlingException', 'ExpiredTokenException', 'AccessDeniedException', 'TimeoutError'])(
    'are not known when the service answers %s',
    async (name) => {
      sfn.on(ListExecutionsCommand).rejects(service(name));
      await expect(runningWindows(client, ARN)).rejects.toThrow(
        new WorkflowUnavailableError(`running windows cannot be listed: ${name}: Rate exceeded`),
      );
    },
  );
});
