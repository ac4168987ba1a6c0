import { type InputOf, LambdaCause, type OutputOf, type RaiseAlert } from '../../shared/contracts/tasks.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';

export interface RaiseAlertDeps {
  readonly clock: Clock;
  readonly notifier: Notifier;
}

/** Tells that a window failed, with the name and the cause of the error. */
export function makeRaiseAlert({ clock, notifier }: RaiseAlertDeps) {
  return async ({ windowId, error }: InputOf<typeof RaiseAlert>): Promise<OutputOf<typeof RaiseAlert>> => {
    await notifier.notify({
      at: clock.now(),
      severity: 'high',
      component: 'workflow',
      message: `${windowId} failed: ${error.Error}: ${causeOf(error)}`,
      key: `failed ${windowId}`,
    });
    return { raised: true };
  };
}

/** A function's error comes as JSON with its trace, that of Step Functions itself as a text. */
function causeOf({ Cause = 'no cause given' }: InputOf<typeof RaiseAlert>['error']): string {
  try {
    return LambdaCause.safeParse(JSON.parse(Cause)).data?.errorMessage ?? Cause;
  } catch {
    return Cause;
  }
}
