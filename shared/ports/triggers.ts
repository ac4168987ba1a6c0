import type { EpochMs } from '../domain/units/time.ts';

/** Wakes a waiting execution the moment its window's criteria hold. */
export interface Triggers {
  /** From now until `until`, complete `token` with a snapshot of `windowId` as soon as it would be entered. */
  arm(windowId: string, token: string, until: EpochMs): Promise<void>;
}

/** The collector's side, where it does not share a process with the task that arms. */
export interface ArmedTriggers {
  /** What was armed last; undefined for a window that never waited. */
  armed(windowId: string): Promise<{ readonly token: string; readonly until: EpochMs } | undefined>;
}
