import { expect, test } from 'vitest';
import { readOptions } from '../../bench/options.ts';

const defaults = { rate: 20_000, tape: 'synthetic' };

test('an option that is not named has its default', () => {
  expect(readOptions(['--rate', '1000'], defaults)).toEqual({ rate: 1_000, tape: 'synthetic' });
  expect(readOptions([], defaults)).toEqual(defaults);
});

test.each([[['--rate', 'fast']], [['--rate', '0']], [['--speed', '1']]])('%j is refused', (words) => {
  expect(() => readOptions(words, defaults)).toThrow(TypeError);
});
