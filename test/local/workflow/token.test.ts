import { describe, expect, test } from 'vitest';
import { failing, invokeWithToken, rig } from './rig.ts';

const pass = { Type: 'Pass', End: true };
const quiet = { f: async () => 'is ignored' };

async function waiting(fields: object = {}, tasks: Record<string, () => Promise<unknown>> = quiet) {
  const made = rig({ T: invokeWithToken('f', fields), Next: pass, Caught: pass }, tasks);
  await made.workflow.start('e', { kept: 1 });
  return made;
}

describe('a state that waits for its token', () => {
  test('passes the token on and stays, whatever the task returns', async () => {
    const { calls, executions } = await waiting();
    expect(calls).toEqual([[0, 'f', { token: 'e/1/0', input: { kept: 1 } }]]);
    expect(await executions.get('e')).toMatchObject({
      status: 'RUNNING',
      state: 'T',
      token: 'e/1/0',
      dueAt: 60_000,
    });
  });

  test('has its token saved before the task can pass it on', async () => {
    const { executions } = await waiting();
    expect(executions.saves().map(({ token }) => token)).toEqual(['e/1/0']);
  });

  test('ends with the output that completes it, not wrapped in a Payload', async () => {
    const { workflow, timers, executions } = await waiting({ ResultPath: '$.trigger' });
    await timers.advanceTo(7_000);
    expect(await workflow.complete('e/1/0', { side: 'up', gone: undefined })).toBe(true);
    const ended = await executions.get('e');
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      stoppedAt: 7_000,
      output: { kept: 1, trigger: { side: 'up' } },
    });
    expect(ended).not.toHaveProperty('token');
    expect(ended).not.toHaveProperty('dueAt');
  });

  test('is completed once; another or a late token wakes nobody', async () => {
    const { workflow, timers } = await waiting();
    expect(await workflow.complete('e/2/0', 'unknown')).toBe(false);
    const both = [workflow.complete('e/1/0', 'first'), workflow.complete('e/1/0', 'second')];
    expect(await Promise.all(both)).toEqual([true, false]);
    await timers.advanceTo(120_000);
    expect(await workflow.complete('e/1/0', 'late')).toBe(false);
    expect(await workflow.fail('e/1/0', 'Late', 'late')).toBe(false);
  });

  test('can be completed by the task itself', async () => {
    const box: { complete?: () => Promise<boolean> } = {};
    const made = rig({ T: invokeWithToken('f') }, { f: async () => box.complete?.() });
    box.complete = () => made.workflow.complete('e/1/0', 'at once');
    await made.workflow.start('e', {});
    expect(await made.executions.get('e')).toMatchObject({ status: 'SUCCEEDED', output: 'at once' });
  });

  test('fails with the error that was given', async () => {
    const { workflow, executions } = await waiting({ Catch: [{ ErrorEquals: ['Halted'], Next: 'Caught' }] });
    expect(await workflow.fail('e/1/0', 'Halted', 'kill switch')).toBe(true);
    expect(await executions.get('e')).toMatchObject({
      state: 'Caught',
      output: { Error: 'Halted', Cause: 'kill switch' },
    });
  });

  test('fails with the error of its task', async () => {
    const { workflow, executions } = await waiting({}, { f: failing('A', 'why') });
    expect(await executions.get('e')).toMatchObject({ status: 'FAILED', error: 'A', cause: 'why' });
    expect(await workflow.complete('e/1/0', {})).toBe(false);
  });
});

describe('a token that does not come', () => {
  test('times out to the millisecond', async () => {
    const { workflow, timers, executions } = await waiting({ TimeoutSecondsPath: '$.kept' });
    await timers.advanceTo(999);
    expect((await executions.get('e'))?.status).toBe('RUNNING');
    await timers.advanceTo(1_000);
    expect(await executions.get('e')).toMatchObject({
      status: 'FAILED',
      stoppedAt: 1_000,
      error: 'States.Timeout',
    });
    expect(await workflow.complete('e/1/0', {})).toBe(false);
  });

  test('is caught as States.Timeout and not as States.TaskFailed', async () => {
    const Catch = [
      { ErrorEquals: ['States.TaskFailed'], Next: 'Next' },
      { ErrorEquals: ['States.Timeout'], Next: 'Caught', ResultPath: null },
    ];
    const { timers, executions } = await waiting({ Catch });
    await timers.advanceTo(60_000);
    expect(await executions.get('e')).toMatchObject({ state: 'Caught', output: { kept: 1 } });
  });

  test('is asked for again with a new token at each retry, and the old one is void', async () => {
    const { workflow, timers, calls, executions } = await waiting({
      Retry: [{ ErrorEquals: ['States.Timeout'] }],
    });
    await timers.advanceTo(60_000);
    expect(await executions.get('e')).toMatchObject({ attempts: [1], dueAt: 61_000 });
    expect(await workflow.complete('e/1/0', 'late')).toBe(false);
    await timers.advanceTo(61_000);
    expect(calls.map(([at, , input]) => [at, (input as { token: string }).token])).toEqual([
      [0, 'e/1/0'],
      [61_000, 'e/1/1'],
    ]);
    expect(await executions.get('e')).toMatchObject({ token: 'e/1/1', dueAt: 121_000 });
    expect(await workflow.complete('e/1/1', 'in time')).toBe(true);
    expect(await executions.get('e')).toMatchObject({ status: 'SUCCEEDED', output: 'in time' });
  });
});
