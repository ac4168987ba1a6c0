import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { Attempt } from './advance.ts';
import type { Executions } from './execution.ts';
import type { Transition } from './transition.ts';

/** The clock of the host: virtual in a replay. An instant that is past already is run as soon as it can. */
export interface Timers {
  now(): EpochMs;
  at(when: EpochMs, run: () => Promise<void>): void;
}

/** What the workflow needs of its host. */
export interface WorkflowDeps {
  /** The state machine in the Amazon States Language. */
  readonly definition: unknown;
  /** By FunctionName. After a crash a task is called again with the same input, so it is idempotent. */
  readonly tasks: Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
  readonly timers: Timers;
  readonly executions: Executions;
  /** A token not given out before, even by an earlier process. */
  readonly newToken: (attempt: Attempt) => string;
  readonly onTransition?: (transition: Transition) => void;
}

/**
 * Runs executions of one state machine. Promises settle when the execution has nothing more to do at this
 * instant. When one rejects (storage failed, or a rule of our own does not hold), the execution stands still
 * until {@link Workflow.resume}.
 */
export interface Workflow {
  /** Starts an execution, unless there is or was one of that name. */
  start(name: string, input: unknown): Promise<'started' | 'exists'>;
  /** Ends the wait for a token with the result of the task. False when nobody waits for it (any more). */
  complete(token: string, output: unknown): Promise<boolean>;
  /** Ends the wait for a token with a failure of the task. False when nobody waits for it (any more). */
  fail(token: string, error: string, cause: string): Promise<boolean>;
  /** Takes up what is stored as running, each execution at the instant at which it stopped. */
  resume(): Promise<void>;
}
