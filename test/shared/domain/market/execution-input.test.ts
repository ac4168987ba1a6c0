import { expect, test } from 'vitest';
import { executionInput } from '../../../../shared/domain/market/execution-input.ts';
import { quarter, secondsIn } from '../examples.ts';

test('an execution starts with its window, its entry times and when to settle', () => {
  expect(executionInput(quarter, { from: secondsIn(180), to: secondsIn(300) })).toEqual({
    windowId: 'btc-15m-1790616600',
    window: quarter,
    entryFrom: '2026-09-28T17:33:00.000Z',
    entryTo: '2026-09-28T17:35:00.000Z',
    // two minutes in two slices
    sliceSeconds: 60,
    // 60 s after the close
    settleAt: '2026-09-28T17:46:00.000Z',
  });
});

test.each([
  // 41 / 2 = 20.5, up to whole seconds
  [180, 221, 21],
  [180, 181, 1],
  [180, 180, 1],
])('an entry from second %d to %d is waited for in slices of %d s', (from, to, slice) => {
  const input = executionInput(quarter, { from: secondsIn(from), to: secondsIn(to) });
  expect(input.sliceSeconds).toBe(slice);
});
