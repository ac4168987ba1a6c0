import { setTimeout as delay } from 'node:timers/promises';
import type { World } from './world.ts';

const LOOK_MS = 1_000;
/** A stop that takes longer than this is forced: whoever stops us would kill us soon after. */
const PATIENCE_MS = 9_000;

/** Why a station stops. */
export type StopReason = 'signal' | 'time' | 'venue' | 'failure';

/**
 * Waits for SIGINT or SIGTERM, for `forMs` of the world's own time to pass from `begun` on, for the end of a simulated venue's tape, or
 * for `failed`. After a signal the process is ended within ten seconds whatever happens; a second one ends it at once.
 */
export async function untilStopped(
  { clock, venue }: World,
  forMs: number | undefined,
  failed: AbortSignal,
  begun: Promise<void> = Promise.resolve(),
): Promise<StopReason> {
  const ending = new AbortController();
  const signalled = new Promise<StopReason>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => {
        process.once(name, () => process.exit(1));
        setTimeout(() => process.exit(1), PATIENCE_MS).unref();
        resolve('signal');
      });
  });
  const failure = new Promise<StopReason>((resolve) => {
    if (failed.aborted) resolve('failure');
    failed.addEventListener('abort', () => resolve('failure'));
  });
  const reasons = [signalled, failure];
  const waits = { signal: ending.signal };
  if (forMs !== undefined) reasons.push(begun.then(() => delay(forMs / clock.rate, 'time', waits)));
  if (venue !== undefined) reasons.push(untilEnded(venue, waits));
  try {
    return await Promise.race(reasons);
  } finally {
    for (const reason of reasons) reason.catch(() => undefined);
    ending.abort();
  }
}

async function untilEnded(
  venue: NonNullable<World['venue']>,
  waits: { signal: AbortSignal },
): Promise<StopReason> {
  do await delay(LOOK_MS, undefined, waits);
  while (!(await venue.hasEnded()));
  return 'venue';
}
