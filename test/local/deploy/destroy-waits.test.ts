import { ListSchedulesCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { runProgram } from '../../../local/cli/program.ts';
import { WorkflowUnavailableError } from '../../../shared/contracts/errors.ts';
import { MINUTE_MS } from '../../../shared/domain/units/time.ts';
import { ACCOUNT, deployedApp, goodAccount, LAUNCH, mocks, named, OFF } from './clouds.ts';
import { rig } from './rig.ts';

const WINDOW = 'btc-15m-1790616600';
const HINT = '`npx quarterhour deploy` switches them on again';
const DESTROYED = ['destroy Watch Trading Collector --exclusively --force'];
const updates = () => mocks.scheduler.commandCalls(UpdateScheduleCommand).map(({ args }) => args[0].input);

beforeEach(goodAccount);

test('destroy launches no more windows, and waits for those that run', async () => {
  deployedApp('ENABLED', [WINDOW], [WINDOW], []);
  const { runs, noted, results, patience, destroy } = rig();
  expect(await destroy()).toBe(true);
  expect(updates()).toMatchObject([{ Name: LAUNCH, State: 'DISABLED', Description: OFF }]);
  expect(mocks.sfn.commandCalls(ListExecutionsCommand)[0]?.args[0].input.stateMachineArn).toBe(
    `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:quarterhour-trade-window`,
  );
  expect(noted).toEqual([
    `Waiting for ${WINDOW}, at most 20 min.`,
    'Waiting two minutes for launches that may be late, at most 20 min.',
  ]);
  expect(patience.waitedMs()).toBe(2 * MINUTE_MS);
  expect(runs).toEqual(DESTROYED);
  expect(results).toMatchObject([{ ok: true, running: [], halted: [] }]);
});

test('without a stack it goes straight on', async () => {
  const { runs, noted, patience, destroy } = rig();
  expect(await destroy()).toBe(true);
  expect([noted, patience.waitedMs(), runs]).toEqual([[], 0, DESTROYED]);
});

test('nothing is destroyed while a window runs: who cannot wait says so', async () => {
  deployedApp('ENABLED', [WINDOW]);
  const { runs, noted, results, patience, destroy } = rig();
  expect(await destroy()).toBe(false);
  expect([runs, patience.waitedMs()]).toEqual([[], 20 * MINUTE_MS]);
  expect(noted.at(-2)).toMatch(new RegExp(`^Nothing was destroyed.* ${WINDOW}[.].* --wait 0`));
  expect(noted.at(-1)).toContain(HINT);
  expect(results).toMatchObject([{ ok: false, running: [WINDOW], halted: [LAUNCH] }]);
});

test('with --wait 0 it goes on at once, and says what it leaves', async () => {
  deployedApp('ENABLED', [WINDOW]);
  const { runs, noted, results, patience, destroy } = rig();
  expect(await destroy({ wait: 0 })).toBe(true);
  expect(updates()).toHaveLength(1);
  expect([runs, patience.waitedMs()]).toEqual([DESTROYED, 0]);
  expect(noted).toEqual([`Not waited for: ${WINDOW}. What they reserved or hold stays open in the ledger.`]);
  expect(results).toMatchObject([{ ok: true, running: [WINDOW] }]);
});

describe('the launches stay off, and it says how to switch them on,', () => {
  test('when somebody interrupts', async () => {
    deployedApp('ENABLED', [WINDOW]);
    const { runs, noted, patience, destroy } = rig();
    patience.interruptAfter(30_000);
    expect(await destroy()).toBe(false);
    expect(runs).toEqual([]);
    expect(noted.slice(-2)).toEqual(['Interrupted: nothing was destroyed.', expect.stringContaining(HINT)]);
  });

  test('when the CDK fails', async () => {
    deployedApp('ENABLED', []);
    const { noted, results, destroy } = rig(1);
    expect(await destroy({ wait: 0 })).toBe(false);
    expect(noted.at(-1)).toContain(HINT);
    expect(results).toMatchObject([{ ok: false, halted: [LAUNCH] }]);
  });

  test.each(['ThrottlingException', 'ExpiredTokenException', 'AccessDeniedException'])(
    'when Step Functions answers %s',
    async (name) => {
      deployedApp('ENABLED', []);
      mocks.sfn.on(ListExecutionsCommand).rejects(named(name));
      const { runs, noted, destroy } = rig();
      await expect(destroy()).rejects.toBeInstanceOf(WorkflowUnavailableError);
      expect(runs).toEqual([]);
      expect(noted.at(-1)).toContain(HINT);
    },
  );

  test.each(['ConflictException', 'ThrottlingException', 'AccessDeniedException'])(
    'when the scheduler answers %s to one of several',
    async (name) => {
      deployedApp('ENABLED', []);
      mocks.scheduler
        .on(ListSchedulesCommand)
        .resolves({ Schedules: [{ Name: LAUNCH }, { Name: 'quarterhour-launch-1h' }] })
        .on(UpdateScheduleCommand)
        .resolvesOnce({})
        .rejects(named(name));
      const { runs, noted, destroy } = rig();
      await expect(destroy()).rejects.toBeInstanceOf(WorkflowUnavailableError);
      expect(runs).toEqual([]);
      expect(noted.at(-1)).toContain(HINT);
    },
  );
});

test('nothing is switched off when schedules may not be listed', async () => {
  mocks.scheduler.on(ListSchedulesCommand).rejects(named('AccessDeniedException'));
  const { runs, noted, destroy } = rig();
  await expect(destroy()).rejects.toBeInstanceOf(WorkflowUnavailableError);
  expect([runs, noted]).toEqual([[], []]);
});

test.each(['abc', '-1', '20'])('--wait %s is refused before anything is asked of AWS', async (wait) => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await runProgram(['destroy', `--wait=${wait}`], '.')).toBe(2);
  stderr.mockRestore();
});
