import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../shared/ports/clock.ts';

/** Time as it passes, until somebody interrupts. */
export interface Patience extends Clock {
  /** Is over sooner when somebody interrupts. */
  pause(ms: number): Promise<void>;
  readonly interrupted: AbortSignal;
  /** From here on a signal ends the process as ever. */
  end(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Interrupted by the first SIGINT or SIGTERM; the second ends the process. */
export function patienceOf({ now }: Clock): Patience {
  const interruption = new AbortController();
  const { signal } = interruption;
  const interrupt = (): void => interruption.abort();
  for (const name of SIGNALS) process.once(name, interrupt);
  return {
    now,
    interrupted: signal,
    pause: (ms) => delay(ms, undefined, { signal }).catch(() => undefined),
    end() {
      for (const name of SIGNALS) process.off(name, interrupt);
    },
  };
}
