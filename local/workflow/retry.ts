import { SECOND_MS } from '../../shared/domain/units/time.ts';
import type { Catcher, Retrier } from './asl.ts';

const DEFAULT_MAX_ATTEMPTS = 3;
const DEFAULT_BACKOFF_RATE = 2;

export interface Retry {
  readonly delayMs: number;
  /** Retries so far, this one included, one count for each retrier. */
  readonly attempts: readonly number[];
}

/**
 * The retry that the first matching retrier still grants. The n-th delay is
 * IntervalSeconds * BackoffRate^(n-1), at most MaxDelaySeconds, rounded to the nearest millisecond.
 */
export function retryFor(
  error: string,
  retriers: readonly Retrier[],
  attempts: readonly number[],
): Retry | undefined {
  const index = retriers.findIndex((retrier) => matches(retrier.ErrorEquals, error));
  const retrier = retriers[index];
  if (retrier === undefined) return undefined;
  const used = attempts[index] ?? 0;
  if (used >= (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS)) return undefined;
  const backoff = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE) ** used;
  const seconds = Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return {
    delayMs: Math.round(seconds * SECOND_MS),
    attempts: retriers.map((_, at) => (attempts[at] ?? 0) + (at === index ? 1 : 0)),
  };
}

/** The first catcher that takes the error. */
export const catcherFor = (error: string, catchers: readonly Catcher[]): Catcher | undefined =>
  catchers.find((catcher) => matches(catcher.ErrorEquals, error));

/** `States.Runtime` always fails the execution; `States.TaskFailed` is any error but a timeout. */
function matches(names: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false;
  return names.some(
    (name) =>
      name === error || name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout'),
  );
}
