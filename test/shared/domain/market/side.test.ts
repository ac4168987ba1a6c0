import { expect, test } from 'vitest';
import { opposite, SIDES } from '../../../../shared/domain/market/side.ts';

test('Up and Down are each the opposite of the other', () => {
  expect(opposite('up')).toBe('down');
  expect(opposite('down')).toBe('up');
  expect(SIDES).toEqual(['up', 'down']);
});
