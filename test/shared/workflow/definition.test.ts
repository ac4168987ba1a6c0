import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { localTasks } from '../../../local/tasks.ts';
import { parseDefinition } from '../../../local/workflow/definition.ts';
import * as errors from '../../../shared/contracts/errors.ts';
import { tradeWindow } from '../../../shared/workflow/trade-window.ts';
import { makeWorld } from '../../lambdas/fakes.ts';

type Validate = (definition: unknown) => { isValid: boolean; errorsText: () => string };
const validate: Validate = createRequire(import.meta.url)('asl-validator');

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Parameters?: { readonly FunctionName?: string };
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Choices?: readonly { readonly Next: string }[];
}
const tasks = Object.keys(localTasks((await makeWorld()).deps));
const definition = structuredClone(tradeWindow((task) => task));
const states = definition.States as Readonly<Record<string, State>>;

describe('the workflow', () => {
  test('is one that Step Functions takes, with names and with ARNs', () => {
    const deployed = tradeWindow((task) => `arn:aws:lambda:us-east-1:123456789012:function:${task}`);
    for (const each of [definition, structuredClone(deployed)]) {
      const result = validate(each);
      expect(result.isValid, result.errorsText()).toBe(true);
    }
  });

  test('is one that runs here', () => {
    expect(() => parseDefinition(definition, new Set(tasks))).not.toThrow();
  });

  test('uses every task that there is and no other', () => {
    const used = Object.values(states).flatMap(({ Parameters }) => Parameters?.FunctionName ?? []);
    expect([...new Set(used)].sort()).toEqual(tasks.toSorted());
  });

  test('has no state that nothing leads to', () => {
    const targets = Object.values(states).flatMap(({ Next, Default, Choices = [], Catch = [] }) => [
      Next,
      Default,
      ...[...Choices, ...Catch].map((each) => each.Next),
    ]);
    const reached = new Set([definition.StartAt, ...targets]);
    expect(Object.keys(states).filter((name) => !reached.has(name))).toEqual([]);
  });
});

test('every error that it retries or catches by name is one that we throw, or of the service', () => {
  const named = Object.values(states).flatMap(({ Retry = [], Catch = [] }) =>
    [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals),
  );
  // `TimeoutError` is what a request is called that was given up, whoever gave it up.
  const ours = named.filter((name) => !/^(States|Lambda|Sandbox)\.|^TimeoutError$/.test(name));
  expect(new Set(ours)).toEqual(
    new Set([
      'StoreUnavailableError',
      'VenueUnavailableError',
      'LedgerConflictError',
      'ChannelUnavailableError',
      'OrderUnknownError',
      'NotResolvedError',
    ]),
  );
  for (const name of ours) expect(Object.keys(errors)).toContain(name);
});

test('an order is sent again for seconds alone, and whatever fails it is asked for', () => {
  expect(states.PlaceOrder).toMatchObject({
    Retry: [{ MaxAttempts: 2 }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'OrderUnanswered' }],
  });
});

test('every task but the one that sends and the last two ends in the alert when it fails', () => {
  const uncaught = Object.entries(states).filter(
    ([, { Type, Catch = [] }]) => Type === 'Task' && !Catch.some(({ Next }) => Next === 'RecordFailure'),
  );
  expect(uncaught.map(([name]) => name)).toEqual(['PlaceOrder', 'RecordFailure', 'RaiseAlert']);
});
