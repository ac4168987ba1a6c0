import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentTexts } from '../../../shared/feeds/recent-texts.ts';

test('a text that was heard lately is not new', () => {
  const recent = new RecentTexts(3);
  expect(['a', 'b', 'a', 'b', 'c'].map((text) => recent.add(text))).toEqual([true, true, false, false, true]);
});

test('at least so many texts are remembered, and never twice as many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 8, max: 40 }), (least, count) => {
      const recent = new RecentTexts(least);
      for (let text = 0; text < count; text++) recent.add(`${text}`);
      const known = (text: number) => {
        const copy = new RecentTexts(least);
        for (let each = 0; each < count; each++) copy.add(`${each}`);
        return !copy.add(`${text}`);
      };
      for (let back = 1; back <= least; back++) expect(known(count - back)).toBe(true);
      expect(known(count - 1 - 2 * least)).toBe(false);
    }),
  );
});

test('after a gap every text is new', () => {
  const recent = new RecentTexts(2);
  for (const text of ['a', 'b', 'c']) recent.add(text);
  recent.clear();
  expect(['a', 'b', 'c'].map((text) => recent.add(text))).toEqual([true, true, true]);
});
