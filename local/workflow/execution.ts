import type { EpochMs } from '../../shared/domain/units/time.ts';

/** One run of the workflow as it is stored: plain JSON, all that is needed to go on after a crash. */
export interface Execution {
  readonly name: string;
  readonly input: unknown;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  readonly startedAt: EpochMs;
  readonly stoppedAt?: EpochMs;
  /** The state it rests in, or ended in. */
  readonly state: string;
  readonly enteredAt: EpochMs;
  /** How many states have been entered, this one included. */
  readonly visit: number;
  /** The data on entry of the state. */
  readonly stateInput: unknown;
  /** Retries so far of this visit, one count for each retrier of the state; empty before the first. */
  readonly attempts: readonly number[];
  /** What the task passed on and the state waits to get back. */
  readonly token?: string;
  /** When it goes on by itself: the end of a wait, the next retry, or the timeout of the token. */
  readonly dueAt?: EpochMs;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** Where executions are kept. A save that has returned survives a crash. */
export interface Executions {
  get(name: string): Promise<Execution | undefined>;
  /** Puts the record in place of the one of the same name. */
  save(execution: Execution): Promise<void>;
  running(): Promise<readonly Execution[]>;
}
