import { describe, expect, test } from 'vitest';
import { holds } from '../../../local/workflow/choice.ts';
import type { ChoiceRule } from '../../../local/workflow/choice-rule.ts';

const context = {
  Execution: { Name: 'e', StartTime: '' },
  State: { EnteredTime: '2026-11-20T00:05:00.000Z' },
};
const data = {
  kind: 'enter',
  ok: true,
  n: 5,
  five: 5,
  ten: 10,
  at: '2026-11-20T00:15:00Z',
  same: '2026-11-20T01:15:00+01:00',
  later: '2026-11-20T00:15:00.001Z',
  nothing: null,
};
const verdict = (rule: ChoiceRule) => holds(rule, { data, context });

describe('a comparison', () => {
  test.each<[ChoiceRule, boolean]>([
    [{ Variable: '$.kind', StringEquals: 'enter' }, true],
    [{ Variable: '$.kind', StringEquals: 'skip' }, false],
    [{ Variable: '$.kind', StringEqualsPath: '$.kind' }, true],
    [{ Variable: '$.ok', BooleanEquals: true }, true],
    [{ Variable: '$.ok', BooleanEquals: false }, false],
    [{ Variable: '$.ok', BooleanEqualsPath: '$.ok' }, true],
    [{ Variable: '$.n', NumericEquals: 5 }, true],
    [{ Variable: '$.n', NumericEqualsPath: '$.ten' }, false],
    [{ Variable: '$.n', NumericLessThan: 5 }, false],
    [{ Variable: '$.n', NumericLessThanPath: '$.ten' }, true],
    [{ Variable: '$.n', NumericLessThanEquals: 5 }, true],
    [{ Variable: '$.n', NumericLessThanEqualsPath: '$.five' }, true],
    [{ Variable: '$.n', NumericGreaterThan: 4.9 }, true],
    [{ Variable: '$.n', NumericGreaterThanPath: '$.five' }, false],
    [{ Variable: '$.n', NumericGreaterThanEquals: 6 }, false],
    [{ Variable: '$.ten', NumericGreaterThanEqualsPath: '$.n' }, true],
    [{ Variable: '$.at', TimestampEquals: '2026-11-20T00:15:00.000Z' }, true],
    [{ Variable: '$.at', TimestampEqualsPath: '$.same' }, true],
    [{ Variable: '$.at', TimestampLessThan: '2026-11-20T00:15:00Z' }, false],
    [{ Variable: '$.at', TimestampLessThanPath: '$.later' }, true],
    [{ Variable: '$.at', TimestampLessThanEquals: '2026-11-20T00:15:00Z' }, true],
    [{ Variable: '$.later', TimestampLessThanEqualsPath: '$.at' }, false],
    [{ Variable: '$.later', TimestampGreaterThan: '2026-11-20T00:15:00Z' }, true],
    [{ Variable: '$.at', TimestampGreaterThanPath: '$$.State.EnteredTime' }, true],
    [{ Variable: '$.at', TimestampGreaterThanEquals: '2026-11-20T00:15:01Z' }, false],
    [{ Variable: '$.at', TimestampGreaterThanEqualsPath: '$.same' }, true],
    [{ Variable: '$.nothing', IsPresent: true }, true],
    [{ Variable: '$.absent', IsPresent: true }, false],
    [{ Variable: '$.absent', IsPresent: false }, true],
    [{ Variable: '$.kind', IsPresent: false }, false],
  ])('%o: %s', (rule, expected) => {
    expect(verdict(rule)).toBe(expected);
  });

  test.each<ChoiceRule>([
    { Variable: '$.n', StringEquals: '5' },
    { Variable: '$.kind', NumericLessThan: 5 },
    { Variable: '$.nothing', NumericLessThanEquals: 0 },
    { Variable: '$.kind', TimestampLessThan: '2026-11-20T00:15:00Z' },
    { Variable: '$.n', BooleanEquals: true },
  ])('a variable of another type does not match: %o', (rule) => {
    expect(verdict(rule)).toBe(false);
  });

  test.each<ChoiceRule>([
    { Variable: '$.absent', StringEquals: 'enter' },
    { Variable: '$.n', NumericEqualsPath: '$.absent' },
    { Variable: '$.n', NumericEqualsPath: '$.kind' },
    { Variable: '$.at', TimestampLessThanPath: '$.n' },
  ])('a path that leads nowhere, or to no operand, fails the execution: %o', (rule) => {
    expect(() => verdict(rule)).toThrow(expect.objectContaining({ name: 'States.Runtime' }));
  });
});

describe('a combination', () => {
  const yes: ChoiceRule = { Variable: '$.n', NumericEquals: 5 };
  const no: ChoiceRule = { Variable: '$.n', NumericEquals: 6 };
  test.each<[ChoiceRule, boolean]>([
    [{ And: [yes, yes] }, true],
    [{ And: [yes, no] }, false],
    [{ Or: [no, yes] }, true],
    [{ Or: [no, no] }, false],
    [{ Not: no }, true],
    [{ Not: { Or: [yes, { And: [no] }] } }, false],
  ])('%o: %s', (rule, expected) => {
    expect(verdict(rule)).toBe(expected);
  });

  test('stops at the first test that decides', () => {
    const present: ChoiceRule = { Variable: '$.absent', IsPresent: true };
    expect(verdict({ And: [present, { Variable: '$.absent', NumericEquals: 1 }] })).toBe(false);
  });
});
