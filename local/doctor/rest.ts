import { median } from '../../shared/domain/signal/consensus.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import { type Check, good, type Reach, type Trouble, warn } from './check.ts';
import { troubleOf, troubleOfStatus } from './trouble.ts';

/** A host is given up after this. */
export const LIMIT_MS = 4_000;
const SAMPLES = 3;
/** Prices that come later than this are old when they come. */
const LATE_MS = 500;

/** An answer of a host; instants by our clock, `tookMs` in milliseconds of wall time. */
export interface Answer {
  readonly body: string;
  readonly askedAt: EpochMs;
  readonly answeredAt: EpochMs;
  readonly tookMs: number;
}

export type Answers = { readonly answers: readonly Answer[] } | { readonly trouble: Trouble };

/** Asks three times, one after the other; the first failure ends it. */
export async function askHost(url: string, by: Reach): Promise<Answers> {
  const answers: Answer[] = [];
  while (answers.length < SAMPLES) {
    const answer = await ask(url, by);
    if ('value' in answer) return { trouble: answer };
    answers.push(answer);
  }
  return { answers };
}

async function ask(url: string, { fetch, clock, signal }: Reach): Promise<Answer | Trouble> {
  const askedAt = clock.now();
  const startedAt = performance.now();
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]) });
    const body = await response.text();
    if (response.status !== 200) return troubleOfStatus(response.status);
    return { body, askedAt, answeredAt: clock.now(), tookMs: performance.now() - startedAt };
  } catch (error) {
    return troubleOf(error);
  }
}

/** How far away a host is, from the times that three exchanges with it took. */
export function distance(name: string, tookMs: readonly number[]): Check {
  const value = `${median([...tookMs]).toFixed(0)} ms`;
  if (median([...tookMs]) <= LATE_MS) return good(name, value);
  return warn(name, {
    value,
    remedy: 'Prices come late: run nearer to the venue, or on a network that is less busy.',
  });
}

/** Whether a host answers. `failing` makes a check of what kept it from answering. */
export const hostCheck = (
  name: string,
  told: Answers,
  failing: (name: string, trouble: Trouble) => Check,
): Check =>
  'trouble' in told
    ? failing(name, told.trouble)
    : distance(
        name,
        told.answers.map(({ tookMs }) => tookMs),
      );
