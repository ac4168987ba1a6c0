import type { EpochMs } from '../domain/units/time.ts';

/** Wakes a waiting execution the moment its window's criteria hold. */
export interface Triggers {
  /** From now until `until`, complete `token` with a snapshot of `windowId` as soon as it would be entered. */
  arm(windowId: string, token: string, until: EpochMs): Promise<void>;
}
