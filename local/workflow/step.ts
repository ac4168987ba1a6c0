import { type EpochMs, toIso } from '../../shared/domain/units/time.ts';
import type { Execution } from './execution.ts';
import { type Scope, select } from './path.ts';
import type { Retry } from './retry.ts';
import { type Failure, StatesError } from './states-error.ts';

/** How the task of a state is to be called. Without `timeoutMs` it may take as long as it likes. */
export interface Call {
  readonly needsToken: boolean;
  readonly timeoutMs: number | undefined;
}

/** What is to happen next to an execution. */
export type Step =
  | { readonly kind: 'next'; readonly to: string; readonly data: unknown; readonly failure?: Failure }
  | { readonly kind: 'wait'; readonly until: EpochMs }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'retry'; readonly retry: Retry; readonly failure: Failure }
  | { readonly kind: 'end'; readonly output: unknown }
  | { readonly kind: 'fail'; readonly failure: Failure };

/** What the paths of the state can see of an execution. */
export const scopeOf = ({ name, startedAt, enteredAt, stateInput, token }: Execution): Scope => ({
  data: stateInput,
  context: {
    Execution: { Name: name, StartTime: toIso(startedAt) },
    State: { EnteredTime: toIso(enteredAt) },
    ...(token !== undefined && { Task: { Token: token } }),
  },
});

interface Exit {
  readonly OutputPath?: string | null | undefined;
  readonly Next?: string | undefined;
}

/** Out of a state, with what its OutputPath leaves of the data. */
export function leave({ OutputPath, Next }: Exit, scope: Scope): Step {
  const output = select(OutputPath, scope);
  return Next === undefined ? { kind: 'end', output } : { kind: 'next', to: Next, data: output };
}

/** A step, or what follows when the data does not fit the state. */
export function stepOr(step: () => Step, otherwise: (failure: StatesError) => Step): Step {
  try {
    return step();
  } catch (error) {
    if (error instanceof StatesError) return otherwise(error);
    throw error;
  }
}
