import { expect, test } from 'vitest';
import { LagSamples } from '../../../shared/feeds/lag.ts';

test('there is no lag before the first frame', () => {
  expect(new LagSamples().lag()).toBeUndefined();
});

test('one frame is its own median', () => {
  const samples = new LagSamples();
  samples.add(-3);
  expect(samples.lag()).toEqual({ median: -3, p95: -3 });
});

test('of 1 to 100 in any order the median is 51 and 96 the 95th in a hundred', () => {
  const samples = new LagSamples();
  // 37 and 100 have no common divisor, so that every number comes once.
  for (let index = 0; index < 100; index++) samples.add(((index * 37) % 100) + 1);
  expect(samples.lag()).toEqual({ median: 51, p95: 96 });
});

test('only the latest 512 count', () => {
  const samples = new LagSamples();
  for (let index = 0; index < 512; index++) samples.add(1_000);
  for (let index = 0; index < 512; index++) samples.add(5);
  expect(samples.lag()).toEqual({ median: 5, p95: 5 });
});
