import { assertNever, invariant } from '../../shared/domain/units/invariant.ts';
import { after, type EpochMs } from '../../shared/domain/units/time.ts';
import type { Definition, State } from './asl.ts';
import type { Execution } from './execution.ts';
import { entered, waited } from './interpret.ts';
import type { Step } from './step.ts';
import type { Transition } from './transition.ts';

/** The attempt that a token belongs to. No two attempts are equal, so a host may build the token from it. */
export interface Attempt {
  readonly execution: string;
  readonly state: string;
  readonly visit: number;
  /** 0 for the first, then the number of retries so far. */
  readonly retry: number;
}

interface Course {
  readonly definition: Definition;
  readonly newToken: (attempt: Attempt) => string;
}

interface Advanced {
  readonly execution: Execution;
  readonly transitions: readonly Transition[];
}

/** A state is two events of a history or more, and Step Functions ends an execution at 25,000. */
const MAX_VISITS = 12_500;

export function stateOf({ States }: Definition, { state: name }: Execution): State {
  const state = States[name];
  invariant(state !== undefined, `the workflow has a state ${name}`);
  return state;
}

/** Takes a step and all that follow by themselves, until the execution rests in a task, a wait or its end. */
export const makeAdvance = ({ definition, newToken }: Course) =>
  function advance(from: Execution, first: Step, at: EpochMs): Advanced {
    const transitions: Transition[] = [];
    let execution = from;
    let step: Step | undefined = first;
    while (step !== undefined) {
      const transition = transitionOf(execution, step, at);
      if (transition !== undefined) transitions.push(transition);
      execution = taken(execution, step, at, newToken);
      step = following(definition, execution, step);
    }
    return { execution, transitions };
  };

function taken(from: Execution, step: Step, at: EpochMs, newToken: Course['newToken']): Execution {
  const { token: _token, dueAt: _dueAt, ...execution } = from;
  switch (step.kind) {
    case 'next':
      return {
        ...execution,
        state: step.to,
        enteredAt: at,
        visit: execution.visit + 1,
        stateInput: step.data,
        attempts: [],
      };
    case 'wait':
      return { ...execution, dueAt: step.until };
    case 'call': {
      const { needsToken, timeoutMs } = step.call;
      if (!needsToken) return execution;
      invariant(timeoutMs !== undefined, 'a state that waits for a token has a timeout');
      const retry = execution.attempts.reduce((sum, count) => sum + count, 0);
      const { name, state, visit } = execution;
      const token = newToken({ execution: name, state, visit, retry });
      return { ...execution, token, dueAt: after(at, timeoutMs) };
    }
    case 'retry':
      return { ...execution, attempts: step.retry.attempts, dueAt: after(at, step.retry.delayMs) };
    case 'end':
      return { ...execution, status: 'SUCCEEDED', stoppedAt: at, output: step.output };
    case 'fail':
      return { ...execution, status: 'FAILED', stoppedAt: at, ...step.failure };
    default:
      return assertNever(step);
  }
}

function following(definition: Definition, execution: Execution, taken: Step): Step | undefined {
  const state = stateOf(definition, execution);
  if (taken.kind === 'next') {
    if (execution.visit <= MAX_VISITS) return entered(state, execution);
    return {
      kind: 'fail',
      failure: { error: 'States.Runtime', cause: `more than ${MAX_VISITS} states entered` },
    };
  }
  const isOver = taken.kind === 'wait' && taken.until <= execution.enteredAt;
  return isOver && state.Type === 'Wait' ? waited(state, execution) : undefined;
}

function transitionOf(
  { name, visit, state: from }: Execution,
  step: Step,
  at: EpochMs,
): Transition | undefined {
  const moved = { execution: name, visit, at, ...(visit > 0 && { from }) };
  switch (step.kind) {
    case 'next':
      return { ...moved, visit: visit + 1, to: step.to, ...(step.failure && { error: step.failure }) };
    case 'retry':
      return { ...moved, to: from, error: step.failure };
    case 'end':
      return moved;
    case 'fail':
      return { ...moved, error: step.failure };
    case 'wait':
    case 'call':
      return undefined;
    default:
      return assertNever(step);
  }
}
