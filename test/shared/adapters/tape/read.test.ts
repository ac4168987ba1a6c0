import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { TapeReader, tapePaths } from '../../../../shared/adapters/tape/read.ts';
import { TapeError } from '../../../../shared/contracts/errors.ts';
import { HEADER, header, heartbeats, readTape, scratchFolder } from './examples.ts';

function written(name: string, content: string | Buffer): string {
  const path = join(scratchFolder(), name);
  writeFileSync(path, content);
  return path;
}

const text = (count: number): string =>
  heartbeats(count)
    .map(({ receivedAt, channel, frame }) => `${receivedAt} ${channel} ${frame}\n`)
    .join('');

describe('a tape', () => {
  test('gives its lines with their numbers, the header being 1', async () => {
    const { lines, ...rest } = await readTape(written('day.tape', HEADER + text(3)));
    expect(rest).toMatchObject({ header, broken: [] });
    expect(lines).toEqual(heartbeats(3).map((line, index) => ({ ...line, line: index + 2 })));
  });

  test('gives characters whole that lie across two chunks', async () => {
    const path = written('day.tape', HEADER + text(40_000));
    const { lines, bytes } = await readTape(path);
    expect(bytes).toBeGreaterThan(2 * (1 << 20));
    expect(lines.map(({ frame }) => frame)).toEqual(heartbeats(40_000).map(({ frame }) => frame));
  });

  test('may be empty', async () => {
    expect((await readTape(written('day.tape', HEADER))).lines).toEqual([]);
    expect((await readTape(written('day.tape', HEADER.trimEnd()))).lines).toEqual([]);
  });

  test('gives nothing more after its end', async () => {
    const reader = await TapeReader.open(written('day.tape', HEADER + text(1)));
    while ((await reader.next(() => {})) !== undefined);
    expect(await reader.next(() => {})).toBeUndefined();
  });
});

describe('a header is refused', () => {
  test.each<[string, string, string]>([
    ['that is missing', text(1), 'is no Quarterhour tape; make one with `quarterhour import`'],
    ['of an empty file', '', 'is no Quarterhour tape; make one with `quarterhour import`'],
    ['of a file that has no lines', 'x'.repeat(1 << 18), 'is no Quarterhour tape'],
    ['that is no JSON', 'quarterhour-tape {\n', 'the header is not JSON'],
    [
      'of a later version',
      HEADER.replace('"version":1', '"version":2'),
      'the header is not one this version reads',
    ],
    [
      'without a title',
      HEADER.replace(/"title":"[^"]*"/, '"title":""'),
      'the header is not one this version reads',
    ],
  ])('%s', async (_, content, reason) => {
    const path = written('day.tape', content);
    const opened = TapeReader.open(path);
    await expect(opened).rejects.toThrow(TapeError);
    await expect(opened).rejects.toThrow(`${path}:1: ${reason}`);
  });
});

describe('a file that cannot be read is named', () => {
  const whole = gzipSync(HEADER + text(60_000));

  test('when its gzip data is cut short, with the last line that could be read', async () => {
    const path = written('day.tape.gz', whole.subarray(0, whole.length - 100));
    const read = readTape(path);
    await expect(read).rejects.toThrow(TapeError);
    await expect(read).rejects.toThrow(
      /day\.tape\.gz:\d{5}: the gzip data is cut short; the file was not copied or written whole \(after this line\)$/,
    );
  });

  test('when its gzip data is cut within the first line', async () => {
    const path = written('day.tape.gz', gzipSync(HEADER).subarray(0, 30));
    await expect(TapeReader.open(path)).rejects.toThrow(`${path}: the gzip data is cut short`);
  });

  test('when its gzip data is damaged', async () => {
    const damaged = Buffer.from(whole);
    damaged.fill(0x55, whole.length >> 1, (whole.length >> 1) + 64);
    const read = readTape(written('day.tape.gz', damaged));
    await expect(read).rejects.toThrow(TapeError);
    await expect(read).rejects.toThrow(/day\.tape\.gz:\d+: the gzip data is damaged \(Z_[A-Z_]+\) \(after/);
  });

  test('when it is no gzip at all', async () => {
    const path = written('day.tape.gz', HEADER);
    await expect(TapeReader.open(path)).rejects.toThrow(`${path}: the gzip data is damaged (Z_DATA_ERROR)`);
  });

  test('when it does not exist', async () => {
    const path = join(scratchFolder(), 'none.tape');
    await expect(TapeReader.open(path)).rejects.toThrow(new TapeError(path, undefined, 'does not exist'));
  });

  test('when it is a folder', async () => {
    const path = scratchFolder();
    await expect(TapeReader.open(path)).rejects.toThrow(
      new TapeError(path, undefined, 'cannot be read (EISDIR)'),
    );
  });
});

describe('a line is broken and left out', () => {
  const good = text(1);

  test.each<[string, string]>([
    ['hello', 'is not `<receivedAt> <channel> <frame>`'],
    ['', 'is not `<receivedAt> <channel> <frame>`'],
    ['1790616600000 kraken', 'is not `<receivedAt> <channel> <frame>`'],
    ['soon kraken {}', 'does not start with milliseconds since the epoch'],
    [' kraken {}', 'does not start with milliseconds since the epoch'],
    ['-1 kraken {}', 'does not start with milliseconds since the epoch'],
    ['1790616600.5 kraken {}', 'does not start with milliseconds since the epoch'],
    ['1790616600000000 kraken {}', 'does not start with milliseconds since the epoch'],
    ['1790616600000 kucoin {}', 'names an unknown channel "kucoin"'],
    ['1790616600000 __proto__ {}', 'names an unknown channel "__proto__"'],
  ])('when it is %j', async (line, reason) => {
    const { lines, broken } = await readTape(written('day.tape', `${HEADER}${good}${line}\n${good}`));
    expect(broken).toEqual([[3, reason]]);
    expect(lines.map((each) => each.line)).toEqual([2, 4]);
  });

  test('when it is the last and has no end', async () => {
    const { lines, broken } = await readTape(written('day.tape', HEADER + good + good.trimEnd()));
    expect(broken).toEqual([[3, 'the last line has no end: the tape was cut']]);
    expect(lines).toHaveLength(1);
  });

  test('but not when its frame is empty or has spaces', async () => {
    const { lines, broken } = await readTape(written('day.tape', `${HEADER}1 clob \n2 clob NO NEW ASSETS\n`));
    expect(lines.map(({ frame }) => frame)).toEqual(['', 'NO NEW ASSETS']);
    expect(broken).toEqual([]);
  });
});

describe('a path names', () => {
  test('the tape that it is', async () => {
    const path = written('recorded.txt', HEADER);
    expect(await tapePaths(path)).toEqual([path]);
  });

  test('the tapes of a folder, by name', async () => {
    const folder = scratchFolder();
    for (const name of ['b.tape', 'a.tape.gz', 'c.tape.gz.partial', 'notes.txt'])
      writeFileSync(join(folder, name), '');
    mkdirSync(join(folder, 'more'));
    expect(await tapePaths(folder)).toEqual([join(folder, 'a.tape.gz'), join(folder, 'b.tape')]);
  });

  test('no tape where there is none', async () => {
    const folder = scratchFolder();
    await expect(tapePaths(folder)).rejects.toThrow(
      new TapeError(folder, undefined, 'holds no .tape or .tape.gz file'),
    );
    const none = join(folder, 'none');
    await expect(tapePaths(none)).rejects.toThrow(new TapeError(none, undefined, 'does not exist'));
  });
});
