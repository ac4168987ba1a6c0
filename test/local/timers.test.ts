import { describe, expect, test } from 'vitest';
import { VirtualTimers } from '../../local/timers.ts';
import { epochMs } from '../../shared/domain/units/time.ts';

/** Timers at `instants`, and when each ran by the clock. */
function rig(...instants: number[]) {
  const timers = new VirtualTimers();
  const ran: [name: number, at: number][] = [];
  const set = (name: number, when: number) =>
    timers.at(epochMs(when), async () => {
      ran.push([name, timers.now()]);
    });
  instants.forEach((when, name) => {
    set(name, when);
  });
  return { timers, ran, set };
}

describe('timers run', () => {
  test('in the order of their instants, the clock standing at each', async () => {
    const { timers, ran } = rig(30, 10, 20);
    await timers.advance(epochMs(25));
    expect(ran).toEqual([
      [1, 10],
      [2, 20],
    ]);
    expect(timers.now()).toBe(25);
    expect(timers.nextAt).toBe(30);
  });

  test('of one instant in the order in which they were set', async () => {
    const { timers, ran } = rig(10, 5, 10, 10);
    await timers.advance(epochMs(10));
    expect(ran.map(([name]) => name)).toEqual([1, 0, 2, 3]);
  });

  test('that were set for the past without turning the clock back', async () => {
    const { timers, ran, set } = rig();
    timers.set(epochMs(100));
    set(7, 40);
    await timers.advance(epochMs(100));
    expect(ran).toEqual([[7, 100]]);
  });

  test('that were set by timers on the way', async () => {
    const { timers, ran, set } = rig();
    timers.at(epochMs(10), async () => {
      set(1, 20);
      set(2, 10);
      set(3, 31);
    });
    await timers.advance(epochMs(30));
    expect(ran).toEqual([
      [2, 10],
      [1, 20],
    ]);
    expect(timers.nextAt).toBe(31);
  });

  test('one after the other, each to its end', async () => {
    const { timers, ran, set } = rig();
    timers.at(epochMs(10), async () => {
      await Promise.resolve();
      set(0, 10);
    });
    set(1, 20);
    await timers.advance(epochMs(20));
    expect(ran).toEqual([
      [0, 10],
      [1, 20],
    ]);
  });
});

test('nothing is due where no timer was set', () => {
  expect(rig().timers.nextAt).toBe(Number.POSITIVE_INFINITY);
});

test('the clock does not go back', async () => {
  const { timers } = rig();
  timers.set(epochMs(100));
  await timers.advance(epochMs(50));
  expect(timers.now()).toBe(100);
});
