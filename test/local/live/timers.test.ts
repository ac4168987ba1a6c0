import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clockFrom, systemClock } from '../../../local/live/clock.ts';
import { RunningTimers } from '../../../local/live/timers.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';

/** 2026-09-28T17:30:00Z. */
const NOON = epochMs(1_790_616_600_000);
const DAY_MS = 86_400_000;
const unfailing = () => expect.unreachable();
const later = (ms: number) => epochMs(NOON + ms);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

const clockAt = (rate: number) => clockFrom({ now: NOON, asOf: performance.now(), rate });

describe('a clock', () => {
  test('runs at its rate from what it showed', () => {
    const clock = clockAt(20);
    vi.advanceTimersByTime(1_500);
    // 1.5 s x 20 = 30 s.
    expect(clock.now()).toBe(NOON + 30_000);
  });

  test('of the machine is the machine’s', () => {
    vi.advanceTimersByTime(250);
    expect([systemClock.now(), systemClock.rate]).toEqual([NOON + 250, 1]);
  });
});

describe('timers run what is due', () => {
  test.each([
    [1, 60_000],
    [20, 3_000],
  ])('a minute from now on a clock of rate %d in %d ms', async (rate, ms) => {
    const run = vi.fn(async () => {});
    new RunningTimers(clockAt(rate), unfailing).at(later(60_000), run);
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(run).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2);
    expect(run).toHaveBeenCalledOnce();
  });

  test('never before its instant, though the clock runs late', async () => {
    const clock = { rate: 1, now: vi.fn(() => NOON) };
    const run = vi.fn(async () => {});
    new RunningTimers(clock, unfailing).at(later(1_000), run);
    clock.now.mockReturnValue(later(990));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(run).not.toHaveBeenCalled();
    clock.now.mockReturnValue(later(1_000));
    await vi.advanceTimersByTimeAsync(10);
    expect(run).toHaveBeenCalledOnce();
  });

  test('at once, when its instant has passed', async () => {
    const run = vi.fn(async () => {});
    new RunningTimers(clockAt(1), unfailing).at(later(-DAY_MS), run);
    await vi.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledOnce();
  });

  test('in a month, which no timer of the machine holds', async () => {
    const run = vi.fn(async () => {});
    new RunningTimers(clockAt(1), unfailing).at(later(30 * DAY_MS), run);
    await vi.advanceTimersByTimeAsync(30 * DAY_MS - 1_000);
    expect(run).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_001);
    expect(run).toHaveBeenCalledOnce();
  });

  test('and never after they were stopped', async () => {
    const run = vi.fn(async () => {});
    const timers = new RunningTimers(clockAt(1), unfailing);
    timers.at(later(1_000), run);
    timers.stop();
    timers.at(later(2_000), run);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(run).not.toHaveBeenCalled();
  });
});

test('what a timer’s work throws is told', async () => {
  const failed = vi.fn();
  const error = new Error('the store is gone');
  new RunningTimers(clockAt(1), failed).at(NOON, () => Promise.reject(error));
  await vi.advanceTimersByTimeAsync(1);
  expect(failed).toHaveBeenCalledWith(error);
});
