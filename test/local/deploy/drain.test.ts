import { expect, test } from 'vitest';
import { drain } from '../../../local/deploy/drain.ts';
import { WorkflowUnavailableError } from '../../../shared/contracts/errors.ts';
import { MINUTE_MS } from '../../../shared/domain/units/time.ts';
import { virtualPatience } from './patience.ts';

type Look = string[] | 'gone' | Error;
const ONE = ['btc-15m-1790616600'];
const DOWN = new WorkflowUnavailableError(
  'running windows cannot be listed: ThrottlingException: Rate exceeded',
);

/** What each look finds; the last is found for good. */
function rig(forMs: number, ...looks: Look[]) {
  const patience = virtualPatience();
  const shown: string[] = [];
  let looked = 0;
  const running = async () => {
    const found = looks[Math.min(looked, looks.length - 1)] as Look;
    looked += 1;
    if (found instanceof Error) throw found;
    return found;
  };
  const show = (windows: readonly string[], waitedMs: number) =>
    void shown.push(`${waitedMs / 1_000} ${windows.join()}`);
  return { patience, shown, drained: () => drain({ running, patience, forMs, show }), looked: () => looked };
}

test('it looks every ten seconds until nothing runs, and goes on once no launch can be late', async () => {
  const { patience, shown, drained } = rig(20 * MINUTE_MS, ONE, ONE, []);
  expect(await drained()).toEqual([]);
  expect(shown.slice(0, 4)).toEqual(['0 btc-15m-1790616600', '10 btc-15m-1790616600', '20 ', '30 ']);
  expect(patience.waitedMs()).toBe(2 * MINUTE_MS);
});

test('a window that a late launch started is waited for', async () => {
  const { patience, drained } = rig(20 * MINUTE_MS, [], ...Array<Look>(60).fill(ONE), []);
  expect(await drained()).toEqual([]);
  // The first look, then 60 that find a window: ten minutes and ten seconds.
  expect(patience.waitedMs()).toBe(610_000);
});

test('when time is up it gives what still runs', async () => {
  const { patience, drained } = rig(95_000, ONE);
  expect(await drained()).toEqual(ONE);
  expect(patience.waitedMs()).toBe(95_000);
});

test('without time it looks once', async () => {
  const { patience, looked, drained } = rig(0, ONE);
  expect(await drained()).toEqual(ONE);
  expect([looked(), patience.waitedMs()]).toEqual([1, 0]);
});

test('where there is no state machine nothing is waited for', async () => {
  const { patience, drained } = rig(20 * MINUTE_MS, ONE, 'gone');
  expect(await drained()).toEqual([]);
  expect(patience.waitedMs()).toBe(10_000);
});

test('an interruption ends it at the next look', async () => {
  const { patience, drained } = rig(20 * MINUTE_MS, ONE);
  patience.interruptAfter(30_000);
  expect(await drained()).toEqual(ONE);
  expect(patience.waitedMs()).toBe(30_000);
});

test('after looks that failed nothing is said to be idle', async () => {
  const quiet = Array<Look>(12).fill([]);
  const { patience, shown, drained } = rig(20 * MINUTE_MS, ...quiet, DOWN, DOWN, DOWN, DOWN, DOWN, ONE, []);
  expect(await drained()).toEqual([]);
  // Looks at 0 to 110 s find nothing, those at 120 to 160 s fail, one finds a window at 170 s.
  expect(shown.at(-1)).toBe('170 btc-15m-1790616600');
  expect(patience.waitedMs()).toBe(180_000);
});

test('the sixth look in a row that fails ends it', async () => {
  const { patience, drained } = rig(20 * MINUTE_MS, ONE, DOWN);
  await expect(drained()).rejects.toBe(DOWN);
  expect(patience.waitedMs()).toBe(60_000);
});

test('the first look may not fail, nor the last', async () => {
  await expect(rig(20 * MINUTE_MS, DOWN, ONE).drained()).rejects.toBe(DOWN);
  await expect(rig(10_000, ONE, DOWN).drained()).rejects.toBe(DOWN);
});

test('a mistake of ours ends it at once', async () => {
  const mistake = new TypeError('not a function');
  await expect(rig(20 * MINUTE_MS, ONE, mistake).drained()).rejects.toBe(mistake);
});
