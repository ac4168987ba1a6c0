import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../../shared/domain/units/invariant.ts';
import { failing, invoke, rig, run } from './rig.ts';

const echo = async (input: unknown) => input;
const caught = { Type: 'Pass', End: true };

describe('a task', () => {
  test.each<[object, unknown]>([
    [{}, { a: { b: 1 } }],
    [{ InputPath: '$.a' }, { b: 1 }],
    [{ Parameters: { FunctionName: 'f' } }, {}],
    [{ Parameters: { FunctionName: 'f', Payload: null } }, null],
    [{ Parameters: { FunctionName: 'f', Payload: { 'c.$': '$.a.b', d: 2 } } }, { c: 1, d: 2 }],
  ])('with %o is called with %o and gives it back as Payload', async (fields, payload) => {
    expect(await run({ T: invoke('f', fields) }, { a: { b: 1 } }, { f: echo })).toMatchObject({
      output: { Payload: payload },
    });
  });

  test.each<[object, unknown]>([
    [{ ResultSelector: { 'id.$': '$.Payload.id' } }, { id: 7 }],
    [{ ResultPath: null }, { a: 1 }],
    [{ ResultPath: '$.found' }, { a: 1, found: { Payload: { id: 7 } } }],
    [
      { ResultSelector: { 'id.$': '$.Payload.id', 'by.$': '$$.Execution.Name' }, ResultPath: '$.m' },
      { a: 1, m: { id: 7, by: 'e' } },
    ],
    [{ OutputPath: '$.Payload.id' }, 7],
  ])('with %o leaves %o', async (fields, output) => {
    expect(await run({ T: invoke('f', fields) }, { a: 1 }, { f: async () => ({ id: 7 }) })).toMatchObject({
      output,
    });
  });

  test('gets and gives JSON: dates become text, what is undefined is gone, nothing is null', async () => {
    const f = async () => ({ at: new Date(0), gone: undefined });
    expect(await run({ T: invoke('f') }, {}, { f })).toMatchObject({
      output: { Payload: { at: '1970-01-01T00:00:00.000Z' } },
    });
    expect(await run({ T: invoke('f') }, {}, { f: async () => undefined })).toMatchObject({
      output: { Payload: null },
    });
  });

  test('cannot reach into the data of the execution', async () => {
    const f = async (input: unknown) => Object.assign(input as object, { spoilt: true });
    expect(await run({ T: invoke('f', { ResultPath: null }) }, { a: 1 }, { f })).toMatchObject({
      output: { a: 1 },
    });
  });
});

describe('a task that fails', () => {
  test('fails the execution with its name and message', async () => {
    const ended = await run({ T: invoke('f') }, {}, { f: failing('VenueUnavailableError', 'no answer') });
    expect(ended).toMatchObject({
      status: 'FAILED',
      state: 'T',
      error: 'VenueUnavailableError',
      cause: 'no answer',
    });
  });

  test('is called again after each delay of its retrier, then is caught', async () => {
    const T = invoke('f', {
      Retry: [
        { ErrorEquals: ['A', 'B'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 3, MaxDelaySeconds: 10 },
      ],
      Catch: [{ ErrorEquals: ['A'], Next: 'Caught', ResultPath: '$.error' }],
    });
    const { workflow, timers, calls, executions, transitions } = rig(
      { T, Caught: caught },
      { f: failing('A', 'why') },
      500,
    );
    await workflow.start('e', { kept: 1 });
    expect(await executions.get('e')).toMatchObject({ state: 'T', attempts: [1], dueAt: 2_500 });
    await timers.advanceTo(60_000);
    // 2 s, 6 s, and 18 s cut to 10 s
    expect(calls.map(([at]) => at)).toEqual([500, 2_500, 8_500, 18_500]);
    expect(await executions.get('e')).toMatchObject({
      status: 'SUCCEEDED',
      stoppedAt: 18_500,
      output: { kept: 1, error: { Error: 'A', Cause: 'why' } },
    });
    expect(transitions.map(({ from, to, error }) => [from, to, error?.error])).toEqual([
      [undefined, 'T', undefined],
      ['T', 'T', 'A'],
      ['T', 'T', 'A'],
      ['T', 'T', 'A'],
      ['T', 'Caught', 'A'],
      ['Caught', undefined, undefined],
    ]);
  });

  test('counts its retries afresh when the state is entered again', async () => {
    const f = failing('A');
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 1 }];
    const States = {
      T: invoke('f', { Retry, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Twice', ResultPath: null }] }),
      Twice: {
        Type: 'Choice',
        Choices: [{ Variable: '$.again', IsPresent: true, Next: 'Done' }],
        Default: 'Again',
      },
      Again: { Type: 'Pass', Result: true, ResultPath: '$.again', Next: 'T' },
      Done: { Type: 'Succeed' },
    };
    const { workflow, timers, calls } = rig(States, { f });
    await workflow.start('e', {});
    await timers.advanceTo(60_000);
    expect(calls.map(([at]) => at)).toEqual([0, 1_000, 1_000, 2_000]);
  });

  test('without a ResultPath leaves error and cause alone', async () => {
    const T = invoke('f', { Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }] });
    const ended = await run({ T, Caught: caught }, { lost: 1 }, { f: failing('A', 'why') });
    expect(ended).toMatchObject({ output: { Error: 'A', Cause: 'why' } });
  });

  test('by throwing no Error is an Error', async () => {
    const f = () => Promise.reject('text');
    expect(await run({ T: invoke('f') }, {}, { f })).toMatchObject({ error: 'Error', cause: 'text' });
  });

  test('because our own rule does not hold rejects to the host, past Retry and Catch', async () => {
    const f = async () => {
      throw new InvariantError('does not hold: x');
    };
    const all = { ErrorEquals: ['States.ALL'] };
    const { workflow, executions } = rig(
      { T: invoke('f', { Retry: [all], Catch: [{ ...all, Next: 'Caught' }] }), Caught: caught },
      { f },
    );
    await expect(workflow.start('e', {})).rejects.toThrow(InvariantError);
    expect(await executions.get('e')).toMatchObject({ status: 'RUNNING', state: 'T' });
  });
});

describe('data that does not fit the state', () => {
  const all = {
    Retry: [{ ErrorEquals: ['States.ALL'] }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
  };

  test.each([
    [{ Parameters: { FunctionName: 'f', 'Payload.$': '$.absent' } }, {}],
    [{ ResultSelector: { 'a.$': '$.Payload.absent' } }, {}],
    [{ TimeoutSecondsPath: '$.absent' }, {}],
    [{ OutputPath: '$.absent' }, {}],
  ])('%o fails the execution, past Retry and Catch', async (fields, input) => {
    const ended = await run({ T: invoke('f', { ...all, ...fields }), Caught: caught }, input, {
      f: async () => ({}),
    });
    expect(ended).toMatchObject({ status: 'FAILED', state: 'T', error: 'States.Runtime', attempts: [] });
  });

  test('a result that has no place can be caught', async () => {
    const { Retry: _, ...catches } = all;
    const ended = await run({ T: invoke('f', { ...catches, ResultPath: '$.r' }), Caught: caught }, 'text', {
      f: echo,
    });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.ResultPathMatchFailure' } });
  });

  test('an error that has no place fails the execution', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught', ResultPath: '$.error' }];
    const ended = await run({ T: invoke('f', { Catch }), Caught: caught }, 'text', { f: failing('A') });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ResultPathMatchFailure' });
  });
});

describe('a task that takes too long', () => {
  test('times out, and its late result changes nothing', async () => {
    const late = Promise.withResolvers<string>();
    const called = Promise.withResolvers<void>();
    const f = () => {
      called.resolve();
      return late.promise;
    };
    const T = invoke('f', {
      TimeoutSeconds: 10,
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }],
    });
    const { workflow, timers, executions } = rig({ T, Caught: caught }, { f });
    const started = workflow.start('e', {});
    await called.promise;
    await timers.advanceTo(10_000);
    late.resolve('late');
    await started;
    expect(await executions.get('e')).toMatchObject({
      status: 'SUCCEEDED',
      stoppedAt: 10_000,
      output: { Error: 'States.Timeout', Cause: 'no result of f in time' },
    });
  });

  test('in time does not time out later', async () => {
    const T = invoke('f', { TimeoutSecondsPath: '$.limit', Next: 'W' });
    const ended = await run({ T, W: { Type: 'Wait', Seconds: 60, End: true } }, { limit: 10 }, { f: echo });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', stoppedAt: 60_000 });
  });
});
