import { expect, test } from 'vitest';
import { BoundedMap } from '../../../fargate/collector/bounded-map.ts';

test('a bounded map forgets its oldest entry beyond 4,096', () => {
  const map = new BoundedMap<number, string>();
  for (let key = 0; key < 4_096; key++) map.set(key, 'kept');
  map.set(0, 'again');
  expect([map.size, map.get(0)]).toEqual([4_096, 'again']);
  map.set(4_096, 'new');
  expect([map.size, map.has(0), map.has(1), map.get(4_096)]).toEqual([4_096, false, true, 'new']);
});
