import { describe, expect, test } from 'vitest';
import type { Retrier } from '../../../local/workflow/asl.ts';
import { catcherFor, retryFor } from '../../../local/workflow/retry.ts';

function delays(retrier: Retrier): number[] {
  const found: number[] = [];
  let attempts: readonly number[] = [];
  for (;;) {
    const retry = retryFor('E', [retrier], attempts);
    if (retry === undefined) return found;
    found.push(retry.delayMs);
    attempts = retry.attempts;
  }
}

describe('a retrier', () => {
  test.each<[Omit<Retrier, 'ErrorEquals'>, number[]]>([
    // defaults: 1 s, 3 attempts, doubled
    [{}, [1_000, 2_000, 4_000]],
    [{ MaxAttempts: 0 }, []],
    [{ IntervalSeconds: 3, MaxAttempts: 2, BackoffRate: 1 }, [3_000, 3_000]],
    // 2, 3, 4.5, 6.75 s
    [{ IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 1.5 }, [2_000, 3_000, 4_500, 6_750]],
    // 5, 10, then 20 and 40 cut to 15 s
    [{ IntervalSeconds: 5, MaxAttempts: 4, MaxDelaySeconds: 15 }, [5_000, 10_000, 15_000, 15_000]],
    // 1, 1.1, 1.21, 1.331, 1.4641 s: to the millisecond
    [{ MaxAttempts: 5, BackoffRate: 1.1 }, [1_000, 1_100, 1_210, 1_331, 1_464]],
    [{ JitterStrategy: 'FULL', MaxAttempts: 1 }, [1_000]],
  ])('%o grants %o', (fields, expected) => {
    expect(delays({ ErrorEquals: ['E'], ...fields })).toEqual(expected);
  });

  test('counts for itself: the first that matches decides, even when it is used up', () => {
    const retriers = [{ ErrorEquals: ['A'], MaxAttempts: 1 }, { ErrorEquals: ['States.ALL'] }];
    const first = retryFor('A', retriers, []);
    expect(first?.attempts).toEqual([1, 0]);
    const second = retryFor('B', retriers, first?.attempts ?? []);
    expect(second).toEqual({ delayMs: 1_000, attempts: [1, 1] });
    expect(retryFor('A', retriers, [1, 1])).toBeUndefined();
  });
});

test.each([
  ['States.ALL', 'AnyError', true],
  ['States.ALL', 'States.Timeout', true],
  ['States.ALL', 'States.Runtime', false],
  ['States.Runtime', 'States.Runtime', false],
  ['States.TaskFailed', 'AnyError', true],
  ['States.TaskFailed', 'States.Timeout', false],
  ['States.Timeout', 'States.Timeout', true],
  ['AnyError', 'AnyError', true],
  ['AnyError', 'OtherError', false],
])('%s takes %s: %s', (name, error, expected) => {
  expect(catcherFor(error, [{ ErrorEquals: [name], Next: 'X' }]) !== undefined).toBe(expected);
});
