import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { recordFolder, recordTape } from '../../../../shared/adapters/tape/append.ts';
import { encodeLine, type TapeLine } from '../../../../shared/adapters/tape/format.ts';
import { TapeError } from '../../../../shared/contracts/errors.ts';
import { HEADER, header, heartbeats, readTape, scratchFolder } from './examples.ts';

const HOUR_MS = 3_600_000;
/** 2026-11-20T01:59:59.900Z, a tenth of a second before an hour ends. */
const LATE_IN_HOUR = Date.parse('2026-11-20T01:59:59.900Z');
const IN_TIME = { timeout: 10_000 };

const line = (receivedAt: number, frame = '{}'): TapeLine => ({ receivedAt, channel: 'kraken', frame });
const frames = async (path: string): Promise<string[]> =>
  (await readTape(path)).lines.map(({ frame }) => frame);

describe('one tape', () => {
  test.each(['a.tape', 'a.tape.gz'])('is recorded as %s and read back as it came', async (name) => {
    const path = join(scratchFolder(), 'new', name);
    const recorder = await recordTape(path, header);
    for (const each of heartbeats(1_000)) recorder.write(each);
    await recorder.close();
    const read = await readTape(path);
    expect(read).toMatchObject({ header, broken: [] });
    expect(read.lines.map(({ line: _, ...rest }) => rest)).toEqual(heartbeats(1_000));
    expect(recorder).toMatchObject({ paths: [path], backlog: 0, failing: undefined });
  });

  test('is plain until it is closed, so that one that is killed can be read', async () => {
    const path = join(scratchFolder(), 'a.tape.gz');
    const recorder = await recordTape(path, header);
    recorder.write(line(LATE_IN_HOUR));
    const plain = path.replace('.gz', '');
    await vi.waitFor(() => expect(recorder.backlog).toBe(0), IN_TIME);
    expect(readFileSync(plain, 'utf8')).toBe(HEADER + encodeLine(line(LATE_IN_HOUR)));
    expect(recorder.paths).toEqual([plain]);
    await recorder.close();
    expect(existsSync(plain)).toBe(false);
  });

  test('without a frame has its header', async () => {
    const path = join(scratchFolder(), 'a.tape.gz');
    await (await recordTape(path, header)).close();
    expect(await readTape(path)).toMatchObject({ header, lines: [] });
  });

  test('that spans hours stays one', async () => {
    const path = join(scratchFolder(), 'a.tape');
    const recorder = await recordTape(path, header);
    for (const hours of [0, 1, 2]) recorder.write(line(LATE_IN_HOUR + hours * HOUR_MS));
    await recorder.close();
    expect((await readTape(path)).lines).toHaveLength(3);
  });

  test.each([
    ['a.tape', 'a.tape'],
    ['a.tape.gz', 'a.tape.gz'],
    ['a.tape.gz', 'a.tape'],
  ])('%s is refused where %s is', async (name, there) => {
    const folder = scratchFolder();
    writeFileSync(join(folder, there), 'mine');
    await expect(recordTape(join(folder, name), header)).rejects.toThrow(/exists already; name another file/);
    expect(readFileSync(join(folder, there), 'utf8')).toBe('mine');
  });

  test('that cannot be made is refused before anything is received', async () => {
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, '');
    await expect(recordTape(join(file, 'a.tape'), header)).rejects.toThrow(TapeError);
  });
});

describe('a folder of tapes', () => {
  test('has one an hour, named by its first instant and packed', async () => {
    const folder = join(scratchFolder(), 'deep', 'tapes');
    const recorder = await recordFolder(folder, header);
    const late = [0, 50, 100, 150].map((ms) => line(LATE_IN_HOUR + ms, `{"ms":${ms}}`));
    for (const each of late) recorder.write(each);
    await recorder.close();
    expect(readdirSync(folder)).toEqual([
      '2026-11-20T01-59-59.900Z.tape.gz',
      '2026-11-20T02-00-00.000Z.tape.gz',
    ]);
    const [first, second] = recorder.paths as [string, string];
    expect(await frames(first)).toEqual(['{"ms":0}', '{"ms":50}']);
    expect(await frames(second)).toEqual(['{"ms":100}', '{"ms":150}']);
  });

  test('has the tape of the last hour packed while it goes on', async () => {
    const recorder = await recordFolder(scratchFolder(), header);
    recorder.write(line(LATE_IN_HOUR));
    recorder.write(line(LATE_IN_HOUR + HOUR_MS));
    await vi.waitFor(() => expect(recorder.paths[0]).toMatch(/\.gz$/), IN_TIME);
    expect(recorder.paths[1]).toMatch(/\.tape$/);
    await recorder.close();
  });

  test('keeps what a killed process left: the next one packs it, and a line that was cut is no more than that', async () => {
    const folder = scratchFolder();
    const left = join(folder, '2026-11-20T01-00-00.000Z.tape');
    writeFileSync(left, `${HEADER}${encodeLine(line(LATE_IN_HOUR))}${LATE_IN_HOUR} kra`);
    // As much as was packed when it was killed.
    writeFileSync(`${left}.gz.partial`, 'half');
    await (await recordFolder(folder, header)).close();
    expect(readdirSync(folder)).toEqual(['2026-11-20T01-00-00.000Z.tape.gz']);
    const { lines, broken } = await readTape(`${left}.gz`);
    expect(lines).toHaveLength(1);
    expect(broken).toEqual([[3, 'the last line has no end: the tape was cut']]);
  });

  test('leaves what a killed process left as it is until a tape of its own has ended', async () => {
    const folder = scratchFolder();
    const left = join(folder, '2026-11-20T01-00-00.000Z.tape');
    writeFileSync(left, HEADER + encodeLine(line(LATE_IN_HOUR)));
    const recorder = await recordFolder(folder, header);
    recorder.write(line(LATE_IN_HOUR));
    await vi.waitFor(() => expect(recorder.backlog).toBe(0), IN_TIME);
    expect(existsSync(left)).toBe(true);
    recorder.write(line(LATE_IN_HOUR + HOUR_MS));
    await vi.waitFor(() => expect(existsSync(`${left}.gz`)).toBe(true), IN_TIME);
    expect(recorder.paths[0]).toMatch(/\.gz$/);
    await recorder.close();
  });

  test('never writes over a tape that began with the same instant', async () => {
    const folder = scratchFolder();
    for (const frame of ['{"run":1}', '{"run":2}', '{"run":3}']) {
      const recorder = await recordFolder(folder, header);
      recorder.write(line(LATE_IN_HOUR, frame));
      await recorder.close();
    }
    const names = readdirSync(folder);
    expect(names).toHaveLength(3);
    const all = await Promise.all(names.map((name) => frames(join(folder, name))));
    expect(all.flat()).toEqual(['{"run":1}', '{"run":2}', '{"run":3}']);
  });

  test('that cannot be made is refused', async () => {
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, '');
    await expect(recordFolder(join(file, 'tapes'), header)).rejects.toThrow(/cannot be made \(ENOTDIR\)/);
  });

  // Node's own way to make missing folders never comes back from there.
  test.skipIf(!existsSync('/proc/self'))('that nobody can make is refused as well', async () => {
    await expect(recordFolder('/proc/a/tapes', header)).rejects.toThrow(/cannot be made \(ENOENT\)/);
    await expect(recordTape('/proc/a/b/c.tape', header)).rejects.toThrow(/cannot be written \(ENOENT\)/);
  });

  test('is refused while another process records into it, and no longer', async () => {
    const folder = scratchFolder();
    const other = spawn('cat');
    onTestFinished(() => void other.kill());
    writeFileSync(join(folder, 'recording.pid'), String(other.pid));
    await expect(recordFolder(folder, header)).rejects.toThrow(
      `process ${other.pid} records there already; name another folder`,
    );
    const gone = new Promise((resolve) => other.once('close', resolve));
    other.kill();
    await gone;
    await (await recordFolder(folder, header)).close();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('when the disk does not take them, lines', () => {
  test('wait, and are written once it does', async () => {
    const folder = join(scratchFolder(), 'tapes');
    const recorder = await recordFolder(folder, header);
    rmSync(folder, { recursive: true });
    recorder.write(line(LATE_IN_HOUR, '{"n":1}'));
    await vi.waitFor(() => expect(recorder.failing).toBe('ENOENT'), IN_TIME);
    recorder.write(line(LATE_IN_HOUR, '{"n":2}'));
    expect(recorder.backlog).toBeGreaterThan(0);
    mkdirSync(folder);
    await vi.waitFor(() => expect(recorder.failing).toBeUndefined(), IN_TIME);
    recorder.write(line(LATE_IN_HOUR, '{"n":3}'));
    await recorder.close();
    expect(await frames(recorder.paths[0] as string)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
  });

  // Whatever is written to that file finds the disk full.
  test.skipIf(!existsSync('/dev/full'))('are kept while it is full, each once', async () => {
    const folder = scratchFolder();
    const recorder = await recordFolder(folder, header);
    const path = join(folder, '2026-11-20T01-59-59.900Z.tape');
    symlinkSync('/dev/full', path);
    for (const n of [1, 2, 3]) recorder.write(line(LATE_IN_HOUR, `{"n":${n}}`));
    await vi.waitFor(() => expect(recorder.failing).toBe('ENOSPC'), IN_TIME);
    renameSync(path, join(folder, 'full'));
    await vi.waitFor(() => expect(recorder.backlog).toBe(0), IN_TIME);
    await recorder.close();
    expect(await frames(`${path}.gz`)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
  });

  test.skipIf(!existsSync('/dev/full'))('that are not written when it ends are told of', async () => {
    const folder = scratchFolder();
    const recorder = await recordFolder(folder, header);
    symlinkSync('/dev/full', join(folder, '2026-11-20T01-59-59.900Z.tape'));
    recorder.write(line(LATE_IN_HOUR));
    await expect(recorder.close()).rejects.toThrow(/cannot be written \(ENOSPC\)/);
  });

  test('that were written stay in a plain tape where there is no room for a packed one', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'a.tape.gz');
    const recorder = await recordTape(path, header);
    recorder.write(line(LATE_IN_HOUR));
    mkdirSync(`${path}.partial`);
    await recorder.close();
    expect(recorder.paths).toEqual([join(folder, 'a.tape')]);
    expect(await frames(join(folder, 'a.tape'))).toEqual(['{}']);
  });
});
