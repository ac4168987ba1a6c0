import { assertNever } from '../../shared/domain/units/invariant.ts';
import type { ChoiceState, FailState, PassState, State, WaitState } from './asl.ts';
import { holds } from './choice.ts';
import { waitEnd } from './durations.ts';
import type { Execution } from './execution.ts';
import { place, read, type Scope, select } from './path.ts';
import { type Failure, StatesError, toFailure } from './states-error.ts';
import { leave, type Step, scopeOf, stepOr } from './step.ts';
import { callOf } from './task-state.ts';
import { fill } from './template.ts';

/** What the state asks for when it is entered. */
export function entered(state: State, execution: Execution): Step {
  return stepOr(() => enter(state, scopeOf(execution), execution), failedBy);
}

/** What the end of a wait leads to. */
export function waited(state: WaitState, execution: Execution): Step {
  const scope = scopeOf(execution);
  return stepOr(() => leave(state, { ...scope, data: select(state.InputPath, scope) }), failedBy);
}

const failedBy = (error: StatesError): Step => ({ kind: 'fail', failure: toFailure(error) });

function enter(state: State, scope: Scope, execution: Execution): Step {
  if (state.Type === 'Fail') return { kind: 'fail', failure: declared(state, scope) };
  const input = { ...scope, data: select(state.InputPath, scope) };
  switch (state.Type) {
    case 'Pass':
      return pass(state, scope, input);
    case 'Choice':
      return leave({ OutputPath: state.OutputPath, Next: chosen(state, input) }, input);
    case 'Wait':
      return { kind: 'wait', until: waitEnd(state, input, execution.enteredAt) };
    case 'Task':
      return { kind: 'call', call: callOf(state, execution) };
    case 'Succeed':
      return leave({ OutputPath: state.OutputPath }, input);
    default:
      return assertNever(state);
  }
}

function pass(state: PassState, scope: Scope, input: Scope): Step {
  const filled = state.Parameters === undefined ? input.data : fill(state.Parameters, input);
  const result = state.Result === undefined ? filled : state.Result;
  return leave(state, { ...scope, data: place(state.ResultPath, scope.data, result) });
}

function chosen(state: ChoiceState, input: Scope): string {
  const to = state.Choices.find((rule) => holds(rule, input))?.Next ?? state.Default;
  if (to === undefined)
    throw new StatesError('States.NoChoiceMatched', 'no rule holds and there is no Default');
  return to;
}

function declared(state: FailState, scope: Scope): Failure {
  const error = state.ErrorPath === undefined ? state.Error : textAt(state.ErrorPath, scope);
  const cause = state.CausePath === undefined ? state.Cause : textAt(state.CausePath, scope);
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

function textAt(path: string, scope: Scope): string {
  const text = read(path, scope);
  if (typeof text !== 'string') throw new StatesError('States.Runtime', `the value at ${path} is no string`);
  return text;
}
