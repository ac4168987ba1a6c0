import { expect, test } from 'vitest';
import { Liveness } from '../../../fargate/collector/liveness.ts';
import { VirtualTimers } from '../../../local/timers.ts';
import { secondsIn } from '../../shared/domain/examples.ts';

test('a collector is alive while everything is done again within three minutes', async () => {
  const clock = new VirtualTimers();
  clock.set(secondsIn(0));
  const liveness = new Liveness(clock);
  const [looked, wrote] = [liveness.watch(), liveness.watch()];
  await clock.advance(secondsIn(180));
  // Nothing was done yet, and it is three minutes since the start.
  expect(liveness.alive).toBe(true);
  looked();
  await clock.advance(secondsIn(181));
  expect(liveness.alive).toBe(false);
  wrote();
  expect(liveness.alive).toBe(true);
  await clock.advance(secondsIn(300));
  wrote();
  await clock.advance(secondsIn(361));
  // What was looked at last was 181 seconds ago, however often is written.
  expect(liveness.alive).toBe(false);
});
