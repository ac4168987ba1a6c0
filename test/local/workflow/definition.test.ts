import { describe, expect, test } from 'vitest';
import { parseDefinition, UnsupportedStateError } from '../../../local/workflow/definition.ts';
import { invoke, invokeWithToken, machine } from './rig.ts';

const done = { Type: 'Succeed' };
const choice = (rule: object) => ({ Type: 'Choice', Choices: [{ Next: 'Done', ...rule }] });

function problems(definition: unknown): [string | undefined, string, string][] {
  try {
    parseDefinition(definition, new Set(['f']));
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(UnsupportedStateError);
    return (error as UnsupportedStateError).problems.map(({ state, field, reason }) => [
      state,
      field,
      reason,
    ]);
  }
}

describe('refused with its state and field', () => {
  test.each<[string, object]>([
    ['HeartbeatSeconds', invoke('f', { HeartbeatSeconds: 5 })],
    ['Assign', { Type: 'Pass', Assign: { a: 1 }, End: true }],
    ['Output', { ...done, Output: '{% $x %}' }],
    ['QueryLanguage', { ...done, QueryLanguage: 'JSONata' }],
    ['Type', { Type: 'Map', ItemProcessor: {}, End: true }],
    ['Type', { Type: 'Parallel', Branches: [], End: true }],
    ['Resource', invoke('f', { Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f' })],
    ['Resource', invoke('f', { Resource: 'arn:aws:states:::dynamodb:putItem' })],
    ['Parameters', invoke('f', { Parameters: undefined })],
    ['Parameters.Qualifier', invoke('f', { Parameters: { FunctionName: 'f', Qualifier: '1' } })],
    [
      'Parameters.FunctionName.$',
      invoke('f', { Parameters: { FunctionName: 'f', 'FunctionName.$': '$.f' } }),
    ],
    ['Parameters.FunctionName', invoke('g')],
    [
      'Parameters.Payload',
      invoke('f', { Parameters: { FunctionName: 'f', Payload: { 'a.$': 'States.UUID()' } } }),
    ],
    [
      'Payload or Payload.$',
      invoke('f', { Parameters: { FunctionName: 'f', Payload: 1, 'Payload.$': '$' } }),
    ],
    ['ResultPath', invoke('f', { ResultPath: '$.a[0]' })],
    ['InputPath', { ...done, InputPath: '$.list[0]' }],
    ['OutputPath', { ...done, OutputPath: '$$' }],
    ['TimeoutSeconds or TimeoutSecondsPath', invoke('f', { TimeoutSeconds: 1, TimeoutSecondsPath: '$.t' })],
    ['TimeoutSeconds or TimeoutSecondsPath', invokeWithToken('f', { TimeoutSecondsPath: undefined })],
    ['TimeoutSeconds', invoke('f', { TimeoutSeconds: 0 })],
    ['Retry.0.BackoffRate', invoke('f', { Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] })],
    ['Retry', invoke('f', { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] })],
    ['Catch', invoke('f', { Catch: [{ ErrorEquals: ['E', 'States.ALL'], Next: 'Done' }] })],
    ['Next', invoke('f', { Catch: [{ ErrorEquals: ['E'], Next: 'Nowhere' }] })],
    ['Next', { Type: 'Pass', Next: 'Nowhere' }],
    ['Next or End', { Type: 'Pass' }],
    ['Next or End', { Type: 'Pass', Next: 'Done', End: true }],
    ['Seconds or SecondsPath or Timestamp or TimestampPath', { Type: 'Wait', End: true }],
    [
      'Seconds or SecondsPath or Timestamp or TimestampPath',
      { Type: 'Wait', Seconds: 1, SecondsPath: '$.s', End: true },
    ],
    ['Seconds', { Type: 'Wait', Seconds: 1.5, End: true }],
    ['Timestamp', { Type: 'Wait', Timestamp: '2026-11-20 00:15', End: true }],
    ['Choices.0.StringMatches', choice({ Variable: '$.a', StringMatches: '*' })],
    ['Choices.0.And.0.IsNull', choice({ And: [{ Variable: '$.a', IsNull: true }] })],
    ['Choices', choice({ Variable: '$.a' })],
    ['Choices', choice({ StringEquals: 'a' })],
    ['Choices', choice({ Not: { Variable: '$.a', NumericLessThan: 1, NumericGreaterThan: 0 } })],
    ['Choices', choice({ Variable: '$.a', Not: { Variable: '$.a', IsPresent: true } })],
    ['Next', { ...choice({ Variable: '$.a', IsPresent: true }), Default: 'Nowhere' }],
    ['Error or ErrorPath', { Type: 'Fail', Error: 'E', ErrorPath: '$.e' }],
    ['$$.Task.Token', invoke('f', { Parameters: { FunctionName: 'f', 'Payload.$': '$$.Task.Token' } })],
    ['$$.Task.Token', invokeWithToken('f', { ResultSelector: { 't.$': '$$.Task.Token' } })],
  ])('%s in %o', (field, state) => {
    expect(problems(machine({ Odd: JSON.parse(JSON.stringify(state)), Done: done }))).toEqual([
      ['Odd', field, expect.any(String)],
    ]);
  });

  test('fields of the workflow itself', () => {
    expect(problems({ ...machine({ Done: done }), ProcessorConfig: {} })).toEqual([
      [undefined, 'ProcessorConfig', 'is not supported'],
    ]);
    expect(problems({ StartAt: 'Nowhere', States: { Done: done } })).toEqual([
      [undefined, 'StartAt', 'no state Nowhere'],
    ]);
  });
});

test('the message lists every problem, intrinsic functions by name', () => {
  const odd = { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, Retry: [], End: true };
  expect(() => parseDefinition(machine({ Odd: odd }), new Set())).toThrow(
    /Odd: Parameters: the intrinsic function "States.UUID\(\)" is not supported.*\nOdd: Retry: is not supported/s,
  );
});

test('comments, a version and JSONPath named as the language change nothing', () => {
  const States = { Done: { ...done, Comment: 'the end', QueryLanguage: 'JSONPath' } };
  expect(problems({ ...machine(States), Comment: 'c', Version: '1.0', QueryLanguage: 'JSONPath' })).toEqual(
    [],
  );
});
