import { describe, expect, test } from 'vitest';
import { failing, invoke, rig, run } from './rig.ts';

const done = { Type: 'Succeed' };

describe('Pass', () => {
  test.each<[object, unknown]>([
    [{}, { a: { b: 1 } }],
    [{ Result: { c: 2 } }, { c: 2 }],
    [{ Result: null }, null],
    [{ Result: 2, ResultPath: '$.a.c' }, { a: { b: 1, c: 2 } }],
    [{ Result: 2, ResultPath: null }, { a: { b: 1 } }],
    [{ InputPath: '$.a' }, { b: 1 }],
    [{ InputPath: null }, {}],
    [{ OutputPath: '$.a.b' }, 1],
    [{ OutputPath: null }, {}],
    // Parameters see the InputPath, the result is placed in the raw input, OutputPath comes last
    [{ InputPath: '$.a', Parameters: { 'd.$': '$.b' }, ResultPath: '$.e', OutputPath: '$.e' }, { d: 1 }],
    [{ Parameters: { 'at.$': '$$.State.EnteredTime' } }, { at: '1970-01-01T00:00:00.000Z' }],
    [
      { Parameters: { 'x.$': '$$.Execution.Name' }, ResultPath: '$.n' },
      { a: { b: 1 }, n: { x: 'e' } },
    ],
  ])('%o gives %o', async (fields, output) => {
    const ended = await run({ P: { Type: 'Pass', End: true, ...fields } }, { a: { b: 1 } });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output });
  });

  test('a path that leads nowhere fails the execution', async () => {
    const ended = await run({ P: { Type: 'Pass', InputPath: '$.b', End: true } }, {});
    expect(ended).toMatchObject({ status: 'FAILED', state: 'P', error: 'States.Runtime' });
  });

  test('states that never rest are ended where Step Functions would run out of events', async () => {
    const ended = await run({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }, {});
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime', visit: 12_501 });
  });
});

describe('Choice', () => {
  const States = {
    C: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.side', StringEquals: 'up', Next: 'Up' },
        { Variable: '$.side', IsPresent: true, Next: 'Other' },
      ],
      InputPath: '$.signal',
      OutputPath: '$.side',
    },
    Up: { Type: 'Pass', Parameters: { 'went.$': '$' }, End: true },
    Other: { Type: 'Pass', Result: 'other', End: true },
  };

  test('goes where the first rule that holds points', async () => {
    expect(await run(States, { signal: { side: 'up' } })).toMatchObject({
      state: 'Up',
      output: { went: 'up' },
    });
    expect(await run(States, { signal: { side: 'down' } })).toMatchObject({ output: 'other' });
  });

  test('goes to Default when none holds', async () => {
    const rule = { Variable: '$.a', IsPresent: true, Next: 'No' };
    const machine = { C: { Type: 'Choice', Choices: [rule], Default: 'Yes' }, No: done, Yes: done };
    expect(await run(machine, {})).toMatchObject({ state: 'Yes' });
  });

  test('fails without one', async () => {
    const rule = { Variable: '$.a', IsPresent: true, Next: 'No' };
    const ended = await run({ C: { Type: 'Choice', Choices: [rule] }, No: done }, {});
    expect(ended).toMatchObject({ status: 'FAILED', state: 'C', error: 'States.NoChoiceMatched' });
  });
});

describe('Wait', () => {
  const input = { s: 90, at: '1970-01-01T00:02:00.999Z', past: '1969-12-31T23:59:59Z' };
  test.each<[object, number]>([
    [{ Seconds: 30 }, 40_500],
    [{ Seconds: 0 }, 10_500],
    [{ SecondsPath: '$.s' }, 100_500],
    [{ Timestamp: '1970-01-01T00:01:00Z' }, 60_000],
    [{ Timestamp: '1970-01-01T02:01:00.5+02:00' }, 60_000],
    // milliseconds are cut
    [{ TimestampPath: '$.at' }, 120_000],
    // what is past passes at once, also within the second of entry
    [{ TimestampPath: '$.past' }, 10_500],
    [{ Timestamp: '1970-01-01T00:00:10.900Z' }, 10_500],
    [{ InputPath: '$.s', SecondsPath: '$' }, 100_500],
  ])('entered at 10.5 s, %o ends at %d ms', async (fields, end) => {
    const { workflow, timers, executions } = rig({ W: { Type: 'Wait', ...fields, End: true } }, {}, 10_500);
    await workflow.start('e', input);
    await timers.advanceTo(end - (end > 10_500 ? 1 : 0));
    expect((await executions.get('e'))?.status).toBe(end > 10_500 ? 'RUNNING' : 'SUCCEEDED');
    await timers.advanceTo(end);
    expect(await executions.get('e')).toMatchObject({ status: 'SUCCEEDED', stoppedAt: end });
  });

  test('passes its input on through InputPath and OutputPath', async () => {
    const wait = { Type: 'Wait', Seconds: 1, InputPath: '$.a', OutputPath: '$.b', End: true };
    expect(await run({ W: wait }, { a: { b: 7 } })).toMatchObject({ output: 7 });
  });

  test.each([
    [{ SecondsPath: '$.s' }, { s: '5' }],
    [{ SecondsPath: '$.s' }, { s: -1 }],
    [{ SecondsPath: '$.s' }, { s: 1.5 }],
    [{ TimestampPath: '$.at' }, { at: 'tomorrow' }],
    [{ TimestampPath: '$.at' }, {}],
  ])('%o on %o fails the execution', async (fields, given) => {
    const ended = await run({ W: { Type: 'Wait', ...fields, End: true } }, given);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

test('Succeed ends with what its paths leave', async () => {
  const ended = await run({ S: { ...done, InputPath: '$.a', OutputPath: '$.b' } }, { a: { b: 1 } });
  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: 1, stoppedAt: 0 });
});

test.each<[object, object]>([
  [
    { Error: 'NoTrade', Cause: 'feeds are stale' },
    { error: 'NoTrade', cause: 'feeds are stale' },
  ],
  [
    { ErrorPath: '$.e', CausePath: '$.c' },
    { error: 'FromData', cause: 'because' },
  ],
  [{ ErrorPath: '$.n' }, { error: 'States.Runtime' }],
])('Fail with %o', async (fields, expected) => {
  const ended = await run({ F: { Type: 'Fail', ...fields } }, { e: 'FromData', c: 'because', n: 1 });
  expect(ended).toMatchObject({ status: 'FAILED', state: 'F', ...expected });
});

test('Fail may name neither error nor cause', async () => {
  const ended = await run({ F: { Type: 'Fail' } }, {});
  expect(ended?.status).toBe('FAILED');
  expect(ended).not.toHaveProperty('error');
});

describe('an execution', () => {
  const States = {
    A: invoke('a', { Next: 'B' }),
    B: { Type: 'Wait', Seconds: 5, Next: 'C' },
    C: invoke('b'),
  };
  const tasks = { a: async () => ({ n: 1 }), b: async () => 'end' };

  test('is started once by name, while it runs and after it has ended', async () => {
    const { workflow, timers, calls } = rig(States, tasks);
    expect(await Promise.all([workflow.start('e', {}), workflow.start('e', {})])).toEqual([
      'started',
      'exists',
    ]);
    expect(await workflow.start('e', { other: true })).toBe('exists');
    await timers.advanceTo(10_000);
    expect(await workflow.start('e', {})).toBe('exists');
    expect(calls).toHaveLength(2);
  });

  test('is saved once a task result and once a wait, and at its start and end', async () => {
    const { workflow, timers, executions } = rig(States, tasks);
    await workflow.start('e', {});
    await timers.advanceTo(10_000);
    // the start; the result of A with the entry of B; the result of C with the end
    expect(executions.saves().map(({ state, status }) => [state, status])).toEqual([
      ['A', 'RUNNING'],
      ['B', 'RUNNING'],
      ['C', 'SUCCEEDED'],
    ]);
  });

  test('of pure states alone is saved once', async () => {
    const { workflow, executions } = rig({ A: { Type: 'Pass', Next: 'B' }, B: done });
    await workflow.start('e', {});
    expect(executions.saves()).toHaveLength(1);
  });

  test('keeps its record to the end', async () => {
    expect(await run(States, { i: 1 }, tasks)).toStrictEqual({
      name: 'e',
      input: { i: 1 },
      status: 'SUCCEEDED',
      startedAt: 0,
      stoppedAt: 5_000,
      state: 'C',
      enteredAt: 5_000,
      visit: 3,
      stateInput: { Payload: { n: 1 } },
      attempts: [],
      output: { Payload: 'end' },
    });
  });

  test('tells each transition once it is saved', async () => {
    const failingEnd = { ...tasks, b: failing('VenueUnavailableError') };
    const { workflow, timers, transitions } = rig(States, failingEnd);
    await workflow.start('e', {});
    await timers.advanceTo(10_000);
    const error = { error: 'VenueUnavailableError', cause: 'VenueUnavailableError happened' };
    expect(transitions).toEqual([
      { execution: 'e', visit: 1, to: 'A', at: 0 },
      { execution: 'e', visit: 2, from: 'A', to: 'B', at: 0 },
      { execution: 'e', visit: 3, from: 'B', to: 'C', at: 5_000 },
      { execution: 'e', visit: 3, from: 'C', at: 5_000, error },
    ]);
  });

  test('runs beside others', async () => {
    const { workflow, timers, calls } = rig(States, tasks);
    await workflow.start('e', 'first');
    await timers.advanceTo(2_000);
    await workflow.start('f', 'second');
    await timers.advanceTo(10_000);
    expect(calls.map(([at, task]) => [at, task])).toEqual([
      [0, 'a'],
      [2_000, 'a'],
      [5_000, 'b'],
      [7_000, 'b'],
    ]);
  });
});

describe('TimeoutSeconds of the workflow', () => {
  const States = { W: { Type: 'Wait', Seconds: 90, Next: 'T' }, T: invoke('f') };

  test('ends an execution that rests', async () => {
    const { workflow, timers, executions, calls } = rig(States, { f: async () => null }, 0, {
      TimeoutSeconds: 60,
    });
    await workflow.start('e', {});
    await timers.advanceTo(59_999);
    expect(await executions.get('e')).toMatchObject({ status: 'RUNNING' });
    await timers.advanceTo(90_000);
    expect(await executions.get('e')).toMatchObject({
      status: 'FAILED',
      state: 'W',
      error: 'States.Timeout',
      stoppedAt: 60_000,
    });
    expect(calls).toEqual([]);
  });

  test('is nothing to one that is done before', async () => {
    const { workflow, timers, executions } = rig(States, { f: async () => null }, 0, { TimeoutSeconds: 91 });
    await workflow.start('e', {});
    await timers.advanceTo(100_000);
    expect(await executions.get('e')).toMatchObject({ status: 'SUCCEEDED', stoppedAt: 90_000 });
  });
});
