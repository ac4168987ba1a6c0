import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Schedule } from '../../../backtest/import/schedule.ts';

const line = (receivedAt: number, frame = '') => ({ receivedAt, channel: 'clob', frame }) as const;

test('lines are given out in order of time, those of one instant as they were added', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const schedule = new Schedule();
      schedule.add(...times.map((at, index) => line(at, String(index))));
      const expected = times
        .map((at, index) => line(at, String(index)))
        .sort((a, b) => a.receivedAt - b.receivedAt);
      expect([...schedule.rest()]).toEqual(expected);
    }),
  );
});

test('a line that is added too late takes the earliest instant that is left', () => {
  const schedule = new Schedule();
  schedule.add(line(5), line(10));
  expect([...schedule.until(10)]).toEqual([line(5)]);
  schedule.add(line(7));
  expect([...schedule.rest()]).toEqual([line(10), line(10)]);
});
