import { expect, test } from 'vitest';
import { patienceOf } from '../../../local/deploy/patience.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';

const clock = { now: () => epochMs(7) };
const listeners = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');

test('a signal ends a pause and is remembered', async () => {
  const patience = patienceOf(clock);
  const paused = patience.pause(3_600_000);
  process.emit('SIGTERM');
  await paused;
  await patience.pause(3_600_000);
  expect([patience.interrupted.aborted, patience.now()]).toEqual([true, 7]);
  patience.end();
});

test('afterwards a signal does what it does to any process', () => {
  const before = listeners();
  const patience = patienceOf(clock);
  expect(listeners()).toBe(before + 2);
  patience.end();
  expect(listeners()).toBe(before);
  expect(patience.interrupted.aborted).toBe(false);
});
