import { expect, test } from 'vitest';
import { systemClock } from '../../../local/live/clock.ts';
import { untilStopped } from '../../../local/live/until.ts';
import type { World } from '../../../local/live/world.ts';
import { parseHosts } from '../../../shared/contracts/hosts.ts';

const world: World = { clock: systemClock, hosts: parseHosts(), credentials: undefined, venue: undefined };
const never = new AbortController().signal;

test('it stops when its time is over, by the clock of the world', async () => {
  // A minute of a clock that runs 60,000 times as fast is a millisecond.
  const fast = { ...world, clock: { ...systemClock, rate: 60_000 } };
  expect(await untilStopped(fast, 60_000, never)).toBe('time');
});

test('it stops when the tape of a simulated venue has ended', async () => {
  const venue = { url: '', synthetic: true, title: '', hasEnded: async () => true };
  expect(await untilStopped({ ...world, venue }, undefined, never)).toBe('venue');
});

test('it stops upon a failure, also one that was there before', async () => {
  const failure = new AbortController();
  const stopped = untilStopped(world, undefined, failure.signal);
  failure.abort(new Error('the store is gone'));
  expect(await stopped).toBe('failure');
  expect(await untilStopped(world, 60_000, failure.signal)).toBe('failure');
});
