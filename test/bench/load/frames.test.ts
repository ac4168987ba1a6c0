import { expect, test } from 'vitest';
import { DenseMarket } from '../../../bench/load/frames.ts';
import { told } from '../../shared/feeds/told.ts';

const AT = 1_795_132_800_000;
const COUNT = 2_000;

test('every frame is one of its own, and one that our parsers read', () => {
  const market = new DenseMarket();
  const frames = [...market.news(AT), ...Array.from({ length: COUNT }, () => market.next(AT))];
  expect(new Set(frames.map(({ frame }) => frame)).size).toBe(frames.length);
  const kinds = new Map<string, number>();
  for (const { channel, frame } of frames)
    for (const { kind } of told(channel, frame)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  expect([...kinds.keys()].sort()).toEqual(['book', 'level', 'listed', 'reference', 'trade']);
});

test('a window is listed and quoted once, a second printed once', () => {
  const market = new DenseMarket();
  expect(market.news(AT).length).toBeGreaterThan(2);
  expect(market.news(AT)).toEqual([]);
  expect(market.news(AT + 1_000).map(({ channel }) => channel)).toEqual(['polybolt', 'polybolt']);
});
