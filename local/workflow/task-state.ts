import { after, type EpochMs } from '../../shared/domain/units/time.ts';
import { INVOKE_WITH_TOKEN, type TaskState } from './asl.ts';
import { timeoutMs } from './durations.ts';
import type { Execution } from './execution.ts';
import { place, select } from './path.ts';
import { catcherFor, retryFor } from './retry.ts';
import { type Failure, toFailure } from './states-error.ts';
import { type Call, leave, type Step, scopeOf, stepOr } from './step.ts';
import { fill } from './template.ts';

export function callOf(state: TaskState, execution: Execution): Call {
  const scope = scopeOf(execution);
  const input = { ...scope, data: select(state.InputPath, scope) };
  return { needsToken: state.Resource === INVOKE_WITH_TOKEN, timeoutMs: timeoutMs(state, input) };
}

/** When the present attempt began or shall begin: on entry, at its retry, or that long before its token times out. */
export function attemptAt(state: TaskState, execution: Execution): EpochMs {
  const { enteredAt, token, dueAt } = execution;
  if (dueAt === undefined) return enteredAt;
  return token === undefined ? dueAt : after(dueAt, -(callOf(state, execution).timeoutMs ?? 0));
}

/** What the task is called with: its Payload, an empty object when there is none. */
export function taskInput(state: TaskState, execution: Execution): unknown {
  const scope = scopeOf(execution);
  const { FunctionName: _, ...payload } = state.Parameters;
  const filled = fill(payload, { ...scope, data: select(state.InputPath, scope) });
  return { Payload: {}, ...(filled as { Payload?: unknown }) }.Payload;
}

/** What the result of the task leads to. */
export function finished(state: TaskState, execution: Execution, result: unknown): Step {
  const { context, data } = scopeOf(execution);
  return stepOr(
    () => {
      const selector = state.ResultSelector;
      const selected = selector === undefined ? result : fill(selector, { context, data: result });
      return leave(state, { context, data: place(state.ResultPath, data, selected) });
    },
    (error) => failed(state, execution, toFailure(error)),
  );
}

/** What a failure of the task leads to: a retry while one is granted, else a catcher, else the end. */
export function failed(state: TaskState, execution: Execution, failure: Required<Failure>): Step {
  const retry = retryFor(failure.error, state.Retry ?? [], execution.attempts);
  if (retry !== undefined) return { kind: 'retry', retry, failure };
  const catcher = catcherFor(failure.error, state.Catch ?? []);
  if (catcher === undefined) return { kind: 'fail', failure };
  const caught = { Error: failure.error, Cause: failure.cause };
  return stepOr(
    () => ({
      kind: 'next',
      to: catcher.Next,
      data: place(catcher.ResultPath, execution.stateInput, caught),
      failure,
    }),
    (error) => ({ kind: 'fail', failure: toFailure(error) }),
  );
}
