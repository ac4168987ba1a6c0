import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeHeader, encodeLine } from '../../../../shared/adapters/tape/format.ts';
import { writeTape } from '../../../../shared/adapters/tape/write.ts';
import { TapeError } from '../../../../shared/contracts/errors.ts';
import { CHANNELS } from '../../../../shared/domain/market/channel.ts';
import { HEADER, header, heartbeats, readTape, scratchFolder } from './examples.ts';

const inScratch = (name: string): string => join(scratchFolder(), name);

describe('a tape is written', () => {
  test.each(['day.tape', 'day.tape.gz'])('as %s and read back as it was', async (name) => {
    const path = inScratch(name);
    await writeTape(path, header, heartbeats(20_000));
    const { lines, ...rest } = await readTape(path);
    expect(rest).toMatchObject({ header, broken: [] });
    expect(lines).toEqual(heartbeats(20_000).map((line, index) => ({ ...line, line: index + 2 })));
  });

  test('whatever its frames are', async () => {
    const path = inScratch('day.tape');
    const frame = fc.oneof(fc.json(), fc.string({ unit: 'grapheme' })).filter((text) => !text.includes('\n'));
    const receivedAt = fc.integer({ min: 1, max: 99_999_999_999_999 });
    const line = fc.record({ receivedAt, channel: fc.constantFrom(...CHANNELS), frame });
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        await writeTape(path, header, lines, { force: true });
        const read = await readTape(path);
        expect(read.lines.map(({ line: _, ...rest }) => rest)).toEqual(lines);
        expect(read.broken).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('as text, gzipped when its name says so', async () => {
    const path = inScratch('day.tape.gz');
    await writeTape(path, header, [{ receivedAt: 1, channel: 'clob', frame: 'PONG' }]);
    expect(gunzipSync(readFileSync(path)).toString()).toBe(`${HEADER}1 clob PONG\n`);
    expect(encodeHeader(header)).toBe(HEADER);
  });

  test('into a folder that is made for it', async () => {
    const path = join(scratchFolder(), 'a', 'b', 'day.tape');
    await writeTape(path, header, []);
    expect(existsSync(path)).toBe(true);
  });

  test('over one that exists only when forced', async () => {
    const path = inScratch('day.tape');
    await writeTape(path, header, heartbeats(2));
    const again = writeTape(path, header, []);
    await expect(again).rejects.toThrow(
      new TapeError(path, undefined, 'exists already; name another file, or replace it with --force'),
    );
    expect((await readTape(path)).lines).toHaveLength(2);
    await writeTape(path, header, heartbeats(1), { force: true });
    expect((await readTape(path)).lines).toHaveLength(1);
  });
});

describe('a frame with line breaks is written on one line', () => {
  test('with every digit of its numbers', () => {
    const frame = '{\n  "value": 65001000000000000000001,\r\n  "text": "a\\nb"\n}\n';
    const line = encodeLine({ receivedAt: 7, channel: 'rtds', frame });
    expect(line).toBe('7 rtds {   "value": 65001000000000000000001,\r   "text": "a\\nb" } \n');
    expect(JSON.parse(line.slice(7))).toEqual(JSON.parse(frame));
  });

  test('when it is no JSON too', () => {
    expect(encodeLine({ receivedAt: 7, channel: 'clob', frame: 'NO NEW\nASSETS' })).toBe(
      '7 clob NO NEW ASSETS\n',
    );
  });
});

describe('a failure leaves no tape', () => {
  test('and passes through when the lines fail', async () => {
    const folder = scratchFolder();
    const failure = new Error('the feed broke');
    async function* failing() {
      yield* heartbeats(10_000);
      throw failure;
    }
    await expect(writeTape(join(folder, 'day.tape.gz'), header, failing())).rejects.toBe(failure);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('and keeps the one that was to be replaced', async () => {
    const path = inScratch('day.tape');
    await writeTape(path, header, heartbeats(2));
    function* failing() {
      yield* heartbeats(1);
      throw new Error('the feed broke');
    }
    await expect(writeTape(path, header, failing(), { force: true })).rejects.toThrow('the feed broke');
    expect((await readTape(path)).lines).toHaveLength(2);
  });

  test('and is named where a file stands in place of the folder', async () => {
    const file = inScratch('file');
    writeFileSync(file, '');
    const path = join(file, 'day.tape');
    await expect(writeTape(path, header, [])).rejects.toThrow(
      new TapeError(path, undefined, 'cannot be written (EEXIST)'),
    );
  });

  test('and is named where the name is too long for a file', async () => {
    const path = inScratch(`${'x'.repeat(300)}.tape`);
    await expect(writeTape(path, header, [])).rejects.toThrow('cannot be written (ENAMETOOLONG)');
  });

  test.skipIf(!existsSync('/dev/full'))('and is named where the disk is full', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'day.tape');
    symlinkSync('/dev/full', `${path}.${process.pid}.partial`);
    const writing = writeTape(path, header, heartbeats(10));
    await expect(writing).rejects.toThrow(new TapeError(path, undefined, 'cannot be written (ENOSPC)'));
    expect(readdirSync(folder)).toEqual([]);
  });

  test('and is named where a folder stands in its place', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'day.tape');
    mkdirSync(join(path, 'full'), { recursive: true });
    const writing = writeTape(path, header, [], { force: true });
    await expect(writing).rejects.toThrow(TapeError);
    await expect(writing).rejects.toThrow(/cannot be written \(E(ISDIR|NOTEMPTY|EXIST)\)/);
    expect(readdirSync(folder)).toEqual(['day.tape']);
  });
});
