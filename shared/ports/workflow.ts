import type { ExecutionInput } from '../domain/market/execution-input.ts';
import type { WindowSnapshot } from '../domain/signal/evaluate.ts';

/** Carries windows through. Throws WorkflowUnavailableError when it cannot be asked. */
export interface Workflow {
  /** Starts the window's one execution: it is `known` when it was started before, whatever became of it. */
  start(input: ExecutionInput): Promise<'started' | 'known'>;
  /** Lets the execution that waits with `token` go on; `late` when it waits no longer. */
  wake(token: string, snapshot: WindowSnapshot): Promise<'woken' | 'late'>;
}
