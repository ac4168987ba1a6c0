import { WorkflowUnavailableError } from '../../shared/contracts/errors.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/domain/units/time.ts';
import type { Patience } from './patience.ts';

interface Draining {
  /** The windows that run; `gone` when none can run any more. */
  readonly running: () => Promise<readonly string[] | 'gone'>;
  readonly patience: Patience;
  /** How long to wait at most; with 0 it is looked once. */
  readonly forMs: number;
  /** Is told at each look what is waited for: windows, or without any the launches that may be late. */
  readonly show: (windows: readonly string[], waitedMs: number) => void;
}

const LOOK_MS = 10 * SECOND_MS;
/** A schedule calls within its minute and tries again for two: so long after it went off, a window may still start. */
const LATE_LAUNCH_MS = 2 * MINUTE_MS;
/** So many looks in a row may fail, once one did not. */
const ENDURED = 5;

/** Waits until no window runs and none can start. Gives those that run when time is up or somebody interrupts. */
export async function drain({ running, patience, forMs, show }: Draining): Promise<readonly string[]> {
  const begunAt = patience.now();
  let windows: readonly string[] = [];
  for (let failures = ENDURED; ; ) {
    const looked = await running().catch(passing);
    if (looked === 'gone') return [];
    const waitedMs = patience.now() - begunAt;
    const isOver = waitedMs >= forMs || patience.interrupted.aborted;
    if (looked instanceof WorkflowUnavailableError) {
      failures += 1;
      if (isOver || failures > ENDURED) throw looked;
    } else {
      failures = 0;
      windows = looked;
      const isIdle = windows.length === 0 && waitedMs >= LATE_LAUNCH_MS;
      if (isIdle || isOver) return windows;
    }
    show(windows, waitedMs);
    await patience.pause(Math.min(LOOK_MS, forMs - waitedMs));
  }
}

function passing(error: unknown): WorkflowUnavailableError {
  if (error instanceof WorkflowUnavailableError) return error;
  throw error;
}
