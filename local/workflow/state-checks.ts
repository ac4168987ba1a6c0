import { INVOKE_WITH_TOKEN, type State, type TaskState } from './asl.ts';
import type { ChoiceRule } from './choice-rule.ts';
import { TOKEN_PATH } from './path.ts';

/** A field, and why the state cannot be run because of it. */
export type Problem = readonly [field: string, reason: string];

/** What the shape of a state allows and its meaning does not. */
export function problemsOf(state: State, tasks: ReadonlySet<string>): Problem[] {
  return [...exits(state), ...tokenUse(state), ...ownProblems(state, tasks)];
}

/** Every state that a state names as the one to go to. */
export function targetsOf(state: State): string[] {
  switch (state.Type) {
    case 'Choice':
      return [
        ...state.Choices.map((rule) => rule.Next),
        ...(state.Default === undefined ? [] : [state.Default]),
      ];
    case 'Task':
      return [...(state.Catch ?? []).map((catcher) => catcher.Next), ...next(state.Next)];
    case 'Pass':
    case 'Wait':
      return next(state.Next);
    default:
      return [];
  }
}

const next = (to: string | undefined): string[] => (to === undefined ? [] : [to]);

function ownProblems(state: State, tasks: ReadonlySet<string>): Problem[] {
  switch (state.Type) {
    case 'Task':
      return taskProblems(state, tasks);
    case 'Wait':
      return exactlyOne(state, ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']);
    case 'Choice':
      return state.Choices.flatMap(ruleProblems);
    case 'Fail':
      return [...atMostOne(state, ['Error', 'ErrorPath']), ...atMostOne(state, ['Cause', 'CausePath'])];
    default:
      return [];
  }
}

function taskProblems(state: TaskState, tasks: ReadonlySet<string>): Problem[] {
  const timeouts = ['TimeoutSeconds', 'TimeoutSecondsPath'];
  const { FunctionName } = state.Parameters;
  return [
    ...(tasks.has(FunctionName) ? [] : [['Parameters.FunctionName', `no task ${FunctionName}`] as const]),
    ...atMostOne(state.Parameters, ['Payload', 'Payload.$']),
    ...(state.Resource === INVOKE_WITH_TOKEN ? exactlyOne : atMostOne)(state, timeouts),
    ...wildcards('Retry', state.Retry ?? []),
    ...wildcards('Catch', state.Catch ?? []),
  ];
}

function wildcards(field: string, list: readonly { readonly ErrorEquals: readonly string[] }[]): Problem[] {
  const misplaced = list.some(
    ({ ErrorEquals }, at) =>
      ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || at < list.length - 1),
  );
  return misplaced ? [[field, 'States.ALL stands alone and last']] : [];
}

function ruleProblems(rule: ChoiceRule): Problem[] {
  const inner = [...(rule.And ?? []), ...(rule.Or ?? []), ...(rule.Not === undefined ? [] : [rule.Not])];
  const tests = Object.keys(rule).filter((field) => !['Variable', 'Next', 'Comment'].includes(field));
  const combines = inner.length > 0;
  if (tests.length !== 1) return [['Choices', `one test a rule, not ${tests.length}: ${tests.join(', ')}`]];
  if (combines === (rule.Variable !== undefined))
    return [['Choices', `${tests[0]} and its Variable do not fit`]];
  return inner.flatMap(ruleProblems);
}

function exits(state: State): Problem[] {
  const ends = state.Type === 'Pass' || state.Type === 'Task' || state.Type === 'Wait';
  return ends ? exactlyOne(state, ['Next', 'End']) : [];
}

/** The token exists for the task that is to pass it on, and nowhere else. */
function tokenUse(state: State): Problem[] {
  const { Parameters, ...rest } = { Parameters: undefined, ...state };
  const waits = state.Type === 'Task' && state.Resource === INVOKE_WITH_TOKEN;
  const elsewhere = JSON.stringify(waits ? rest : state).includes(`"${TOKEN_PATH}"`);
  return elsewhere ? [[TOKEN_PATH, `only in the Parameters of ${INVOKE_WITH_TOKEN}`]] : [];
}

const given = (state: object, fields: readonly string[]) =>
  fields.filter((field) => Object.hasOwn(state, field));

const exactlyOne = (state: object, fields: readonly string[]): Problem[] =>
  given(state, fields).length === 1 ? [] : [[fields.join(' or '), 'exactly one is needed']];

const atMostOne = (state: object, fields: readonly string[]): Problem[] =>
  given(state, fields).length <= 1 ? [] : [[fields.join(' or '), 'at most one is allowed']];
