import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hotWriter } from '../../../../shared/adapters/dynamodb/hot-writer.ts';
import { StoreUnavailableError } from '../../../../shared/contracts/errors.ts';
import type { WindowSnapshot } from '../../../../shared/domain/signal/evaluate.ts';
import { secondsIn } from '../../domain/examples.ts';
import { snapshot } from '../stored-examples.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: secondsIn(0) });
});
afterEach(() => {
  vi.useRealTimers();
});

const numbered = (sigma: number): WindowSnapshot => ({ ...snapshot, sigma });

/** Notes each write as '<seconds> <subject> <value>'; while `broken`, writes fail; while `held`, they do not end. */
function rig() {
  const written: string[] = [];
  const failures: unknown[] = [];
  const state = { broken: false };
  let release: (() => void) | undefined;
  let held: Promise<void> | undefined;
  const seconds = () => (Date.now() - secondsIn(0)) / 1_000;
  const write = async (subject: string, value: unknown, expiresAt: number) => {
    written.push(`${seconds()} ${subject} ${value} until ${(expiresAt - secondsIn(0)) / 1_000}`);
    await held;
    if (state.broken) throw new StoreUnavailableError('no table');
  };
  const writer = hotWriter(
    {
      put: (windowId, { sigma }, expiresAt) => write(windowId, sigma, expiresAt),
      putFeeds: (statuses, expiresAt) => write('feeds', statuses.length, expiresAt),
    },
    {
      clock: { now: () => secondsIn(seconds()) },
      ttlMs: 30_000,
      failed: (error) => void failures.push(error),
    },
  );
  return {
    writer,
    written,
    failures,
    state,
    hold: () => {
      held = new Promise((done) => {
        release = done;
      });
    },
    release: () => {
      held = undefined;
      release?.();
    },
  };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('the first value is written at once, then the newest of each second', async () => {
  const { writer, written } = rig();
  writer.offer('w', () => numbered(1));
  await pass(400);
  writer.offer('w', () => numbered(2));
  writer.offer('w', () => numbered(3));
  await pass(1_000);
  expect(written).toEqual(['0 w 1 until 30', '1 w 3 until 31']);
});

test('a value is asked for when its turn comes, not when it is offered', async () => {
  const { writer, written } = rig();
  writer.offer('w', () => numbered(1));
  let newest = 2;
  writer.offer('w', () => numbered(newest));
  await pass(900);
  newest = 3;
  await pass(100);
  expect(written).toEqual(['0 w 1 until 30', '1 w 3 until 31']);
});

test('subjects do not wait for each other', async () => {
  const { writer, written } = rig();
  writer.offer('v', () => numbered(1));
  writer.offer('w', () => numbered(2));
  writer.offerFeeds([]);
  await pass(0);
  expect(written).toEqual(['0 v 1 until 30', '0 w 2 until 30', '0 feeds 0 until 30']);
});

test('a subject that was quiet is written at once again, and no timer is left of it', async () => {
  const { writer, written } = rig();
  writer.offer('w', () => numbered(1));
  await pass(2_500);
  expect(vi.getTimerCount()).toBe(0);
  writer.offer('w', () => numbered(2));
  await pass(0);
  expect(written).toEqual(['0 w 1 until 30', '2.5 w 2 until 32.5']);
});

test('a write that failed is told, and tried again a second later', async () => {
  const { writer, written, failures, state } = rig();
  state.broken = true;
  writer.offer('w', () => numbered(1));
  await pass(500);
  state.broken = false;
  await pass(5_000);
  expect(written).toEqual(['0 w 1 until 30', '1 w 1 until 31']);
  expect(failures).toEqual([new StoreUnavailableError('no table')]);
});

test('what came since takes the place of a write that failed', async () => {
  const { writer, written, state } = rig();
  state.broken = true;
  writer.offer('w', () => numbered(1));
  await pass(500);
  state.broken = false;
  writer.offer('w', () => numbered(2));
  await pass(5_000);
  expect(written).toEqual(['0 w 1 until 30', '1 w 2 until 31']);
});

test('a slow write is not overtaken', async () => {
  const { writer, written, hold, release } = rig();
  hold();
  writer.offer('w', () => numbered(1));
  await pass(2_500);
  writer.offer('w', () => numbered(2));
  await pass(500);
  expect(written).toEqual(['0 w 1 until 30']);
  release();
  await pass(0);
  expect(written).toEqual(['0 w 1 until 30', '3 w 2 until 33']);
});

test('closing writes the newest value without a wait, and takes no more', async () => {
  const { writer, written } = rig();
  writer.offer('w', () => numbered(1));
  writer.offer('w', () => numbered(2));
  await writer.close();
  writer.offer('w', () => numbered(3));
  await pass(5_000);
  expect(written).toEqual(['0 w 1 until 30', '0 w 2 until 30']);
});

test('closing waits for the write under way, and tries once what failed', async () => {
  const { writer, written, failures, state, hold, release } = rig();
  state.broken = true;
  hold();
  writer.offer('w', () => numbered(1));
  const closed = writer.close();
  release();
  await closed;
  expect(written).toEqual(['0 w 1 until 30', '0 w 1 until 30']);
  expect(failures).toHaveLength(2);
  await pass(5_000);
  expect(vi.getTimerCount()).toBe(0);
});
