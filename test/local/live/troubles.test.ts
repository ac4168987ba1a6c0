import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Troubles } from '../../../local/live/troubles.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the same words are told once a minute', () => {
  const note = vi.fn();
  const troubles = new Troubles({ note });
  troubles.add(new Error('gamma is down'));
  vi.advanceTimersByTime(59_999);
  troubles.add(new Error('gamma is down'));
  expect(note.mock.calls).toEqual([['gamma is down']]);
  vi.advanceTimersByTime(1);
  troubles.add(new Error('gamma is down'));
  expect(note).toHaveBeenCalledTimes(2);
});

test('the latest five are kept, oldest first, and one that comes again is the latest', () => {
  const troubles = new Troubles({ note: () => {} });
  for (const each of ['a', 'b', 'c', 'd', 'e', 'f']) troubles.add(each);
  expect(troubles.latest()).toEqual(['b', 'c', 'd', 'e', 'f']);
  vi.advanceTimersByTime(60_000);
  troubles.add('c');
  expect(troubles.latest()).toEqual(['b', 'd', 'e', 'f', 'c']);
});
