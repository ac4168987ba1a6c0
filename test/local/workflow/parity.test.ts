import { createRequire } from 'node:module';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { describe, expect, test } from 'vitest';
import { failing, invoke, machine, run } from './rig.ts';

type Task = (input: unknown) => Promise<unknown>;
type Fields = Record<string, unknown>;
type Validate = (definition: unknown) => { isValid: boolean; errorsText: () => string };
const validate: Validate = createRequire(import.meta.url)('asl-validator');

/** A task that fails with each of the names first. */
function flaky(names: readonly string[], value: unknown): Task {
  const left = [...names];
  return async () => {
    const name = left.shift();
    return name === undefined ? value : failing(name)();
  };
}

const done = { Type: 'Succeed' };
const echo: Task = async (input) => input;

interface Example {
  readonly states: Record<string, Fields>;
  readonly inputs: readonly unknown[];
  readonly tasks?: () => Record<string, Task>;
}

const examples: Record<string, Example> = {
  'Pass with every field': {
    states: {
      A: { Type: 'Pass', Result: { side: 'up', n: [1, null] }, ResultPath: '$.signal.found', Next: 'B' },
      B: {
        Type: 'Pass',
        InputPath: '$.signal',
        Parameters: { 'f.$': '$.found', g: [{ 'h.$': '$.found.n' }] },
        Next: 'C',
      },
      C: { Type: 'Pass', ResultPath: null, OutputPath: '$.f', End: true },
    },
    inputs: [{ signal: { kept: 1 } }, { other: true }],
  },
  'Choice over strings, booleans and numbers': {
    states: {
      C: {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.side', StringEquals: 'up' },
              { Variable: '$.ok', BooleanEquals: true },
            ],
            Next: 'Up',
          },
          { Variable: '$.edge', NumericGreaterThanEqualsPath: '$.limit', Next: 'Edge' },
          {
            Not: {
              Or: [
                { Variable: '$.n', NumericLessThan: 0 },
                { Variable: '$.n', NumericGreaterThan: 9 },
              ],
            },
            Next: 'Digit',
          },
        ],
        Default: 'None',
      },
      Up: { Type: 'Pass', Result: 'up', End: true },
      Edge: { Type: 'Pass', Result: 'edge', End: true },
      Digit: { Type: 'Pass', Result: 'digit', ResultPath: '$.is', End: true },
      None: { ...done, OutputPath: '$.side' },
    },
    inputs: [
      { side: 'up', ok: true, edge: 0, limit: 1, n: 5 },
      { side: 'up', ok: false, edge: 1, limit: 1, n: 5 },
      { side: 'down', ok: true, edge: 0.5, limit: 0.6, n: 9 },
      { side: 'down', ok: true, edge: 0.5, limit: 0.6, n: 9.5 },
      { side: 'down', ok: true, limit: 0.6, n: 9.5 },
    ],
  },
  'Choice over presence and timestamps': {
    states: {
      C: {
        Type: 'Choice',
        Choices: [
          { Not: { Variable: '$.at', IsPresent: true }, Next: 'Absent' },
          { Variable: '$.at', TimestampLessThan: '2026-11-20T00:15:00Z', Next: 'Early' },
          { Variable: '$.at', TimestampLessThanEqualsPath: '$.close', Next: 'Inside' },
        ],
      },
      Absent: { Type: 'Pass', Result: 'absent', End: true },
      Early: { Type: 'Pass', Result: 'early', End: true },
      Inside: { Type: 'Pass', Result: 'inside', End: true },
    },
    inputs: [
      {},
      { at: '2026-11-20T00:14:59.999Z' },
      { at: '2026-11-20T01:15:00+01:00', close: '2026-11-20T00:30:00Z' },
      { at: '2026-11-20T00:31:00Z', close: '2026-11-20T00:30:00Z' },
      { at: '2026-11-20T00:31:00Z' },
    ],
  },
  'Task with ResultSelector and ResultPath': {
    states: {
      A: invoke('find', {
        ResultSelector: { 'id.$': '$.Payload.id', by: 'a' },
        ResultPath: '$.market',
        Next: 'B',
      }),
      B: invoke('echo', {
        InputPath: '$.market',
        ResultPath: '$.copy',
        OutputPath: '$.copy.Payload',
        End: true,
      }),
    },
    tasks: () => ({ find: async () => ({ id: 'm1', noise: 1 }), echo }),
    inputs: [{ window: 'w' }, { market: { old: 1 } }],
  },
  'Task whose result is dropped': {
    states: { A: invoke('echo', { ResultPath: null, Next: 'B' }), B: done },
    tasks: () => ({ echo }),
    inputs: [{ a: 1 }],
  },
  'Retry that succeeds in the end': {
    states: {
      A: invoke('f', {
        Retry: [
          { ErrorEquals: ['A'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 1.5, MaxDelaySeconds: 3 },
          { ErrorEquals: ['States.ALL'], MaxAttempts: 1, JitterStrategy: 'FULL' },
        ],
      }),
    },
    tasks: () => ({ f: flaky(['A', 'B', 'A'], 'third') }),
    inputs: [{}],
  },
  'Retry that is used up, then Catch': {
    states: {
      A: invoke('f', {
        Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }],
        Catch: [
          { ErrorEquals: ['B'], Next: 'Wrong' },
          { ErrorEquals: ['A', 'C'], ResultPath: '$.error', Next: 'Right' },
        ],
      }),
      Wrong: done,
      Right: {
        Type: 'Pass',
        InputPath: '$.error',
        Parameters: { 'why.$': '$.Cause', 'what.$': '$.Error' },
        End: true,
      },
    },
    tasks: () => ({ f: flaky(['B', 'B', 'A'], 'never') }),
    inputs: [{ kept: 1 }],
  },
  'Catch of everything, in place of the input': {
    states: { A: invoke('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }), B: done },
    tasks: () => ({ f: failing('VenueUnavailableError', 'no answer') }),
    inputs: [{ kept: 1 }],
  },
  'an error that nobody catches': {
    states: {
      A: invoke('f', { Catch: [{ ErrorEquals: ['States.Timeout', 'Other'], Next: 'B' }] }),
      B: done,
    },
    tasks: () => ({ f: failing('VenueUnavailableError', 'no answer') }),
    inputs: [{}],
  },
  'Wait of every kind': {
    states: {
      A: { Type: 'Wait', Seconds: 7, Next: 'B' },
      B: { Type: 'Wait', SecondsPath: '$.s', InputPath: '$.a', Next: 'C' },
      C: { Type: 'Wait', Timestamp: '1970-01-01T00:00:30Z', Next: 'D' },
      D: { Type: 'Wait', TimestampPath: '$.at', OutputPath: '$.at', End: true },
    },
    inputs: [{ a: { s: 3, at: '1970-01-01T00:01:00.5Z' } }],
  },
  'Fail by data': {
    states: {
      A: { Type: 'Pass', Result: { e: 'NoTrade', c: 'stale feeds' }, ResultPath: '$.why', Next: 'B' },
      B: { Type: 'Fail', ErrorPath: '$.why.e', CausePath: '$.why.c' },
    },
    inputs: [{}],
  },
  'a loop over Task, Choice and Wait': {
    states: {
      Ask: invoke('ask', { ResultSelector: { 'done.$': '$.Payload' }, ResultPath: '$.state', Next: 'Done?' }),
      'Done?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.state.done', BooleanEquals: true, Next: 'Done' }],
        Default: 'Pause',
      },
      Pause: { Type: 'Wait', Seconds: 5, Next: 'Ask' },
      Done: done,
    },
    tasks: () => {
      const answers = [false, false, true];
      return { ask: async () => answers.shift() };
    },
    inputs: [{ order: 'o1' }],
  },
};

type End = { readonly output: unknown } | { readonly error: string; readonly cause: string };

async function ours({ states, tasks }: Example, input: unknown): Promise<End> {
  const ended = await run(states, input, tasks?.());
  if (ended?.status === 'SUCCEEDED') return { output: ended.output };
  return { error: ended?.error ?? '', cause: ended?.cause ?? '' };
}

/** The published interpreter; its tasks are by state, so each is wrapped as `lambda:invoke` would wrap it. */
async function theirs({ states, tasks = () => ({}) }: Example, input: unknown): Promise<End> {
  const wired = tasks();
  const named = (type: string) => Object.entries(states).filter(([, state]) => state.Type === type);
  const handlers = named('Task').map(([state, { Parameters }]) => [
    state,
    async ({ FunctionName, Payload }: { FunctionName: string; Payload: unknown }) => {
      expect(FunctionName).toBe((Parameters as Fields).FunctionName);
      return { Payload: await wired[FunctionName]?.(Payload) };
    },
  ]);
  const machineOfTheirs = new StateMachine(machine(states) as unknown as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  });
  const { result } = machineOfTheirs.run(input as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers),
      waitTimeOverrides: Object.fromEntries(named('Wait').map(([state]) => [state, 0])),
      retryIntervalOverrides: Object.fromEntries(named('Task').map(([state]) => [state, 0])),
    },
  });
  return result.then(
    (output) => ({ output }),
    ({ cause }: { cause: Error }) => ({ error: cause.name, cause: cause.message }),
  );
}

describe.each(Object.entries(examples))('%s', (_, example) => {
  test('is a valid definition', () => {
    const { isValid, errorsText } = validate(structuredClone(machine(example.states)));
    expect(isValid, errorsText()).toBe(true);
  });

  test.each(example.inputs)('ends on %o as in aws-local-stepfunctions', async (input) => {
    const end = await ours(example, input);
    const peer = await theirs(example, input);
    // for the failures that the States Language itself defines, only the name is
    if ('error' in peer && peer.error.startsWith('States.')) expect(end).toMatchObject({ error: peer.error });
    else expect(end).toEqual(peer);
  });
});
