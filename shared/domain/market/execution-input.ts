import { after, type EpochMs, SECOND_MS, toIso } from '../units/time.ts';
import { type Window, windowId } from './window.ts';

/** How many times an entry window is judged even if nothing wakes it. */
const SLICES = 2;
/** The venue resolves 20 to 90 seconds after the close (facts 4.6). */
const SETTLE_AFTER_MS = 60 * SECOND_MS;

/** What an execution of the workflow starts with: a pure function of the window and its entry times. */
export interface ExecutionInput {
  readonly windowId: string;
  readonly window: Window;
  /** ISO instants, as Wait states read them. */
  readonly entryFrom: string;
  readonly entryTo: string;
  readonly sliceSeconds: number;
  readonly settleAt: string;
}

export function executionInput(window: Window, entry: { from: EpochMs; to: EpochMs }): ExecutionInput {
  return {
    windowId: windowId(window),
    window,
    entryFrom: toIso(entry.from),
    entryTo: toIso(entry.to),
    sliceSeconds: Math.max(1, Math.ceil((entry.to - entry.from) / SLICES / SECOND_MS)),
    settleAt: toIso(after(window.closeAt, SETTLE_AFTER_MS)),
  };
}
