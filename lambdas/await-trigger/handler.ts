import type { AwaitTrigger, InputOf } from '../../shared/contracts/tasks.ts';
import type { Triggers } from '../../shared/ports/triggers.ts';

/** Leaves the execution's token with the collector, which completes it when the criteria hold. */
export function makeAwaitTrigger({ triggers }: { readonly triggers: Triggers }) {
  return async ({ windowId, token, until }: InputOf<typeof AwaitTrigger>): Promise<void> => {
    await triggers.arm(windowId, token, until);
  };
}
