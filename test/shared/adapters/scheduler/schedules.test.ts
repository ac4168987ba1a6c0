import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  SchedulerServiceException,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { scheduleNames, switchOff, switchOn } from '../../../../shared/adapters/scheduler/schedules.ts';
import { WorkflowUnavailableError } from '../../../../shared/contracts/errors.ts';
import { kept, MARK, NAME } from './example.ts';

const scheduler = mockClient(SchedulerClient);
const client = scheduler as unknown as SchedulerClient;
const service = (name: string) =>
  new SchedulerServiceException({ name, $fault: 'client', message: 'as told', $metadata: {} });

/** What the service tells about it besides, and takes from nobody. */
const told = {
  Arn: `arn:aws:scheduler:us-east-1:111122223333:schedule/default/${NAME}`,
  CreationDate: new Date('2026-11-01T00:00:00Z'),
  LastModificationDate: new Date('2026-11-02T00:00:00Z'),
};
const updates = () => scheduler.commandCalls(UpdateScheduleCommand).map(({ args }) => args[0].input);
const find = (change: object) => scheduler.on(GetScheduleCommand).resolves({ ...kept, ...told, ...change });

beforeEach(() => {
  scheduler.reset();
  scheduler.on(UpdateScheduleCommand).resolves({});
});

describe('a schedule is switched', () => {
  test('off, with all else as it was and a mark of who did it', async () => {
    find({ State: 'ENABLED' });
    expect(await switchOff(client, NAME)).toBe('switched');
    expect(scheduler.commandCalls(GetScheduleCommand)[0]?.args[0].input).toEqual({
      GroupName: 'default',
      Name: NAME,
    });
    expect(updates()).toEqual([
      { ...kept, State: 'DISABLED', Description: `A minute before the windows of 15m open.${MARK}` },
    ]);
  });

  test('on again, and is what it was before', async () => {
    find({ State: 'DISABLED', Description: kept.Description + MARK });
    expect(await switchOn(client, NAME)).toBe('switched');
    expect(updates()).toEqual([{ ...kept, State: 'ENABLED' }]);
  });

  test('off with one mark, when somebody else had switched it on', async () => {
    find({ State: 'ENABLED', Description: kept.Description + MARK });
    await switchOff(client, NAME);
    expect(updates()).toMatchObject([{ Description: kept.Description + MARK }]);
  });

  test('off without a description, and on again', async () => {
    find({ State: 'ENABLED', Description: undefined });
    await switchOff(client, NAME);
    find({ State: 'DISABLED', Description: MARK });
    await switchOn(client, NAME);
    expect(updates()).toMatchObject([{ Description: MARK }, { Description: '' }]);
  });
});

test.each([
  ['off, when it is off already', switchOff, { State: 'DISABLED' }],
  ['on, when it is on already', switchOn, { State: 'ENABLED' }],
  ['on, when a person switched it off', switchOn, { State: 'DISABLED' }],
])('a schedule is not switched %s', async (_, act, change) => {
  find(change);
  expect(await act(client, NAME)).toBe('kept');
  expect(updates()).toEqual([]);
});

test('the names of all pages are listed', async () => {
  scheduler
    .on(ListSchedulesCommand)
    .resolvesOnce({ Schedules: [{ Name: NAME }], NextToken: 'more' })
    .resolvesOnce({ Schedules: [{ Name: 'quarterhour-launch-1h' }] });
  expect(await scheduleNames(client, 'quarterhour-launch-')).toEqual([NAME, 'quarterhour-launch-1h']);
  const asked = { GroupName: 'default', NamePrefix: 'quarterhour-launch-' };
  expect(scheduler.commandCalls(ListSchedulesCommand).map(({ args }) => args[0].input)).toEqual([
    { ...asked, NextToken: undefined },
    { ...asked, NextToken: 'more' },
  ]);
});

test.each([GetScheduleCommand, UpdateScheduleCommand])('one that is gone at %o is no failure', async (at) => {
  find({ State: 'ENABLED' });
  scheduler.on(at as typeof GetScheduleCommand).rejects(service('ResourceNotFoundException'));
  expect(await switchOff(client, NAME)).toBe('gone');
});

const FAILURES = [
  'ThrottlingException',
  'ConflictException',
  'ExpiredTokenException',
  'AccessDeniedException',
  'TimeoutError',
];

test.each(FAILURES)(
  'when the service answers %s, the workflow is unavailable, by that name',
  async (name) => {
    const cause = service(name);
    scheduler.on(ListSchedulesCommand).rejects(cause);
    await expect(scheduleNames(client, 'quarterhour-')).rejects.toThrow(
      new WorkflowUnavailableError(`schedules cannot be listed: ${name}: as told`, { cause }),
    );
    find({ State: 'ENABLED' });
    scheduler.on(UpdateScheduleCommand).rejects(cause);
    await expect(switchOff(client, NAME)).rejects.toThrow(
      new WorkflowUnavailableError(`schedule ${NAME} cannot be switched: ${name}: as told`, { cause }),
    );
  },
);

test('a mistake of ours stays one', async () => {
  scheduler.on(ListSchedulesCommand).rejects(new TypeError('not a function'));
  await expect(scheduleNames(client, 'quarterhour-')).rejects.toThrow(TypeError);
});
