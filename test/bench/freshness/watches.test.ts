import { expect, test } from 'vitest';
import { Visibility } from '../../../bench/freshness/watches.ts';

test('a frame is visible with the first snapshot of a later instant that is read', () => {
  const visible = new Visibility();
  visible.received(50);
  visible.start();
  visible.received(100);
  visible.received(200);
  // Made at the instant of the second frame, perhaps before it: it counts for the first alone.
  visible.seen(200, 1_000);
  expect([...visible.sorted()]).toEqual([900]);
  visible.seen(201, 1_050);
  expect([...visible.sorted()]).toEqual([850, 900]);
});
