import type { Random } from './random.ts';

/**
 * Events that come at random, at a rate that may change from step to step. Calls `arrive` with the share of the
 * step that had passed, in order.
 */
export function makeArrivals(random: Random) {
  let untilNext = random.exponential();
  return (expected: number, arrive: (share: number) => void): void => {
    let passed = untilNext;
    while (passed < expected) {
      arrive(passed / expected);
      passed += random.exponential();
    }
    untilNext = passed - expected;
  };
}
