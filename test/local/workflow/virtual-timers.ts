import type { Timers } from '../../../local/workflow/host.ts';
import { type EpochMs, epochMs } from '../../../shared/domain/units/time.ts';

interface Due {
  readonly when: EpochMs;
  readonly run: () => Promise<void>;
}

/** A clock that only moves when told to, and runs what is due in the order of time, then of registration. */
export function virtualTimers(from = 0): Timers & { advanceTo(to: number): Promise<void> } {
  let now = epochMs(from);
  const waiting: Due[] = [];
  const earliest = () =>
    waiting.reduce<Due | undefined>(
      (first, due) => (first && first.when <= due.when ? first : due),
      undefined,
    );
  return {
    now: () => now,
    at: (when, run) => void waiting.push({ when, run }),
    async advanceTo(to) {
      for (let due = earliest(); due !== undefined && due.when <= to; due = earliest()) {
        waiting.splice(waiting.indexOf(due), 1);
        now = epochMs(Math.max(now, due.when));
        await due.run();
      }
      now = epochMs(to);
    },
  };
}
