import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { spooled } from '../../../../shared/adapters/spool/spool.ts';
import { StoreUnavailableError, TimestreamUnavailableError } from '../../../../shared/contracts/errors.ts';
import { fickleSink } from './sink.ts';

const text = (content: string) => Buffer.from(content);
const scratchFolder = () => mkdtempSync(join(tmpdir(), 'spool-'));

/** Waits take half of what they may, and files are real. */
async function open(folder = scratchFolder(), { maxBytes = 100 } = {}) {
  const sink = fickleSink();
  const spool = await spooled(sink.files, { folder, maxBytes, random: () => 0.5 });
  return { sink, spool, folder };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a file goes straight to a sink that takes it', async () => {
  const { sink, spool, folder } = await open();
  sink.fail(undefined);
  await spool.put('ticks/a', text('1'));
  expect(sink.taken).toEqual(['ticks/a=1']);
  expect(readdirSync(folder)).toEqual([]);
  expect(spool.state()).toEqual({ files: 0, bytes: 0, dropped: 0, failing: undefined });
});

test('what the sink does not take waits in the folder, and the sink is left alone', async () => {
  const { sink, spool, folder } = await open();
  await spool.put('ticks/a', text('1'));
  await spool.put('ticks/b', text('22'));
  expect(sink.timesAsked()).toBe(1);
  expect(readdirSync(folder)).toEqual(['000000000001-ticks%2Fa', '000000000002-ticks%2Fb']);
  expect(spool.state()).toEqual({ files: 2, bytes: 3, dropped: 0, failing: 'no route' });
});

test('files follow in order once the sink takes them again', async () => {
  const { sink, spool, folder } = await open();
  for (const name of ['a', 'b', 'c']) await spool.put(name, text(name));
  sink.fail(undefined);
  // The first wait is at most a second.
  vi.advanceTimersByTime(500);
  await sink.askedTimes(4);
  await spool.put('d', text('d'));
  await spool.close();
  expect(sink.taken).toEqual(['a=a', 'b=b', 'c=c', 'd=d']);
  expect(readdirSync(folder)).toEqual([]);
  expect(spool.state()).toEqual({ files: 0, bytes: 0, dropped: 0, failing: undefined });
});

test('each failure doubles the longest wait, up to a minute', async () => {
  const { sink, spool } = await open();
  await spool.put('a', text('a'));
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 8; attempt++) {
    await vi.waitUntil(() => vi.getTimerCount() === 1, { interval: 0 });
    const failedAt = Date.now();
    vi.advanceTimersToNextTimer();
    waits.push((Date.now() - failedAt) / 1_000);
    await sink.askedTimes(attempt + 1);
  }
  // Half of 1, 2, 4, 8, 16, 32, 60 and 60 seconds.
  expect(waits).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30]);
});

test('a full folder refuses the newest file, counts it and keeps what it has', async () => {
  const { sink, spool } = await open(scratchFolder(), { maxBytes: 4 });
  await spool.put('a', text('123'));
  await expect(spool.put('b', text('45'))).rejects.toThrow(/is full with 3 bytes: b was dropped$/);
  await spool.put('c', text('6'));
  expect(spool.state()).toEqual({ files: 2, bytes: 4, dropped: 1, failing: 'no route' });
  sink.fail(undefined);
  await spool.close();
  expect(sink.taken).toEqual(['a=123', 'c=6']);
});

test('what an earlier process left is sent at the start, before anything new', async () => {
  const first = await open();
  await first.spool.put('ticks/a', text('1'));
  await first.spool.put('ticks/b', text('2'));
  await first.spool.close();
  writeFileSync(join(first.folder, '000000000003-ticks%2Fc.partial'), 'half a fi');
  writeFileSync(join(first.folder, 'README'), 'not of the spool');

  const { sink, spool, folder } = await open(first.folder);
  sink.fail(undefined);
  expect(spool.state()).toMatchObject({ files: 2, bytes: 2 });
  await spool.put('ticks/c', text('3'));
  await spool.close();
  expect(sink.taken).toEqual(['ticks/a=1', 'ticks/b=2', 'ticks/c=3']);
  expect(readdirSync(folder)).toEqual(['README']);
});

test('closing tries once more, then leaves the rest where it is', async () => {
  const { sink, spool, folder } = await open();
  await spool.put('a', text('a'));
  await spool.close();
  expect(sink.timesAsked()).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
  expect(readdirSync(folder)).toEqual(['000000000001-a']);
});

test('a failure that no other try can mend ends the spool', async () => {
  const { sink, spool } = await open();
  await spool.put('a', text('a'));
  const final = new TimestreamUnavailableError('not admitted');
  sink.fail(final);
  vi.advanceTimersByTime(500);
  await sink.askedTimes(2);
  await vi.waitUntil(() => spool.state().failing === 'not admitted', { interval: 0 });
  await expect(spool.put('b', text('b'))).rejects.toBe(final);
  await spool.close();
  expect(sink.timesAsked()).toBe(2);
  expect(spool.state()).toEqual({ files: 1, bytes: 1, dropped: 0, failing: 'not admitted' });
});

test('a final failure of the first try is not kept either', async () => {
  const { sink, spool } = await open();
  sink.fail(new TimestreamUnavailableError('not admitted'));
  await expect(spool.put('a', text('a'))).rejects.toBeInstanceOf(TimestreamUnavailableError);
  expect(spool.state().files).toBe(0);
});

test('a folder that cannot be used is told', async () => {
  const folder = join(scratchFolder(), 'spool');
  writeFileSync(folder, 'in the way');
  await expect(open(folder)).rejects.toBeInstanceOf(StoreUnavailableError);
});
