import type { EpochMs } from '../../shared/domain/units/time.ts';
import { stateOf } from './advance.ts';
import type { Definition } from './asl.ts';
import type { Execution } from './execution.ts';
import { attemptAt } from './task-state.ts';

/** When an execution that rests goes on by itself: at the end of its wait, or when its task is to be called. */
export function goesOnAt(definition: Definition, execution: Execution): EpochMs {
  const state = stateOf(definition, execution);
  if (state.Type === 'Task') return attemptAt(state, execution);
  return execution.dueAt ?? execution.enteredAt;
}

/**
 * Whether `to` need not be saved because the stored `from` leads to it again, to the byte: a wait that is over
 * and the task after it. A new token has to be saved, since the task passes it on.
 */
export function isRepeatable(definition: Definition, from: Execution, to: Execution): boolean {
  const wasWaiting = from.dueAt !== undefined && stateOf(definition, from).Type === 'Wait';
  return wasWaiting && to.status === 'RUNNING' && to.dueAt === undefined;
}
