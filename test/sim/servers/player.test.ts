import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TapeLine } from '../../../shared/adapters/tape/format.ts';
import { makeVenueClock } from '../../../sim/servers/clock.ts';
import { play } from '../../../sim/servers/player.ts';
import { NOON } from './rig.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lineAt = (ms: number): TapeLine => ({ receivedAt: NOON + ms, channel: 'kraken', frame: String(ms) });

async function* inChunks(...chunks: TapeLine[][]) {
  yield* chunks;
}

/** Plays lines at `rate`; gives what was taken, and when in wall milliseconds. */
function playing(chunks: TapeLine[][], rate: number) {
  const startedAt = performance.now();
  const taken: (readonly [frame: string, wallMs: number])[] = [];
  const stop = new AbortController();
  const done = play({
    chunks: inChunks(...chunks),
    clock: makeVenueClock(NOON, rate),
    take: (lines) => {
      for (const { frame } of lines) taken.push([frame, performance.now() - startedAt]);
    },
    signal: stop.signal,
  });
  return { taken, done, stop };
}

test('a line is handed on when its time has come, in the order of the tape', async () => {
  const { taken, done } = playing([[0, 0, 250].map(lineAt), [1_000].map(lineAt)], 1);
  await vi.runAllTimersAsync();
  await done;
  expect(taken).toEqual([
    ['0', 0],
    ['0', 0],
    ['250', 250],
    ['1000', 1_000],
  ]);
});

test('at a rate of ten, ten seconds of the tape take one', async () => {
  const { taken, done } = playing([[5_000, 10_000].map(lineAt)], 10);
  await vi.runAllTimersAsync();
  await done;
  expect(taken).toEqual([
    ['5000', 500],
    ['10000', 1_000],
  ]);
});

test('lateness does not add up: a thousand lines three milliseconds apart end after three seconds', async () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => lineAt((index + 1) * 3));
  const { taken, done } = playing([lines], 1);
  await vi.runAllTimersAsync();
  await done;
  expect(taken).toHaveLength(1_000);
  expect(taken.at(-1)?.[1]).toBe(3_000);
});

test('lines that are overdue come at once, a batch at a time, and others get their turn between', async () => {
  vi.useRealTimers();
  const lines = Array.from({ length: 2_000 }, () => lineAt(0));
  let turns = 0;
  const { taken, done } = playing([lines], 1);
  const count = () => {
    turns++;
    if (taken.length < 2_000) setImmediate(count);
  };
  count();
  await done;
  expect(taken).toHaveLength(2_000);
  expect(turns).toBeGreaterThanOrEqual(4);
});

test('a line that goes back in time is not waited for', async () => {
  const { taken, done } = playing([[100, 50].map(lineAt)], 1);
  await vi.runAllTimersAsync();
  await done;
  expect(taken.map(([frame]) => frame)).toEqual(['100', '50']);
});

test('nothing is handed on after it was stopped', async () => {
  const { taken, done, stop } = playing([[0, 60_000].map(lineAt)], 1);
  await vi.advanceTimersByTimeAsync(10);
  stop.abort();
  await done;
  expect(taken.map(([frame]) => frame)).toEqual(['0']);
});
