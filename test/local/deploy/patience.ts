import type { Patience } from '../../../local/deploy/patience.ts';
import { after, epochMs } from '../../../shared/domain/units/time.ts';

interface VirtualPatience extends Patience {
  waitedMs(): number;
  /** Somebody interrupts once so much has been waited. */
  interruptAfter(ms: number): void;
}

/** Time that passes when it is waited for. */
export function virtualPatience(): VirtualPatience {
  const begunAt = epochMs(1_790_616_600_000);
  const interruption = new AbortController();
  let now = begunAt;
  let interruptMs = Number.POSITIVE_INFINITY;
  return {
    now: () => now,
    interrupted: interruption.signal,
    pause: async (ms) => {
      now = after(now, ms);
      if (now - begunAt >= interruptMs) interruption.abort();
    },
    end: () => undefined,
    waitedMs: () => now - begunAt,
    interruptAfter: (ms) => {
      interruptMs = ms;
    },
  };
}
