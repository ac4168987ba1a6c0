import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import type { VenueClock } from './clock.ts';

/** Lines handed on before others get a turn. */
const BATCH = 512;

export interface Playing {
  readonly chunks: AsyncIterable<readonly TapeLine[]>;
  readonly clock: VenueClock;
  /** Gets the lines that are due, in the order of the tape. */
  readonly take: (lines: readonly TapeLine[]) => void;
  readonly signal: AbortSignal;
}

/**
 * Hands every line on when it is its time at the venue. Due times are counted from the start, so that nothing
 * adds up: a line that was late does not make the next one late.
 */
export async function play({ chunks, clock, take, signal }: Playing): Promise<void> {
  for await (const chunk of chunks) {
    for (let next = 0; next < chunk.length; ) {
      if (signal.aborted) return;
      const due = dueUntil(chunk, next, clock.now());
      if (due > next) {
        take(chunk.slice(next, due));
        next = due;
        await turn();
      } else await wait(clock.wallMsUntil((chunk[next] as TapeLine).receivedAt), signal);
    }
  }
}

/** The index after the last line that is due, at most a batch away. */
function dueUntil(chunk: readonly TapeLine[], from: number, now: number): number {
  const end = Math.min(chunk.length, from + BATCH);
  let at = from;
  while (at < end && (chunk[at] as TapeLine).receivedAt <= now) at++;
  return at;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(1, Math.ceil(ms)));
    signal.addEventListener('abort', done);
  });
}
