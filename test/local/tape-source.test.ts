import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Problems } from '../../local/problems.ts';
import { digestOf, openTapes } from '../../local/tape-source.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import { HEADER, scratchFolder } from '../shared/adapters/tape/examples.ts';

const folder = scratchFolder();
function tape(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const derived = HEADER.replace('"derived":false', '"derived":true');
const morning = tape('morning.tape', `${HEADER}1000 kraken {"a":1}\nnot a line\n2000 kraken {"a":2}\n`);
const evening = tape('evening.tape', `${derived}3000 kraken {"a":3}\n3000 kraken {"a":4}`);
const recorded = tape(
  'recorded.tape',
  `${HEADER.replace('"synthetic":true', '"synthetic":false')}500 clob PONG\n`,
);
const bytes = (...paths: string[]) => paths.reduce((sum, path) => sum + readFileSync(path).length, 0);

describe('several tapes are read as one', () => {
  test('in the order of their first lines, whatever the order of their names', async () => {
    const source = await openTapes([evening, morning]);
    expect(source).toMatchObject({ paths: [morning, evening], bytes: bytes(morning, evening) });
    expect(source.header).toMatchObject({ synthetic: true, derived: true });
    const read: string[] = [];
    for await (const { tape: name, lines } of source.chunks(new Problems()))
      for (const { receivedAt, line } of lines) read.push(`${name}:${line} ${receivedAt}`);
    expect(read).toEqual(['morning.tape:2 1000', 'morning.tape:4 2000', 'evening.tape:2 3000']);
  });

  test('with what is broken in each counted, and how far reading has come', async () => {
    const problems = new Problems();
    const progress: number[] = [];
    const source = await openTapes([evening, morning]);
    for await (const _ of source.chunks(problems, (read) => progress.push(read)));
    expect(problems.list().map(({ first, count }) => [first, count])).toEqual([
      ['evening.tape:3', 1],
      ['morning.tape:3', 1],
    ]);
    expect(progress.at(-1)).toBe(bytes(morning, evening));
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });
});

describe('tapes are refused', () => {
  test('when a synthetic one is among recorded ones', async () => {
    const opened = openTapes([recorded, morning]);
    await expect(opened).rejects.toThrow(
      new TapeError(morning, 1, 'synthetic and recorded tapes cannot be replayed as one'),
    );
  });

  test('when one holds no frame', async () => {
    const empty = tape('empty.tape', HEADER);
    await expect(openTapes([morning, empty])).rejects.toThrow(
      new TapeError(empty, undefined, 'holds no frame'),
    );
  });

  test('when one holds nothing but broken lines', async () => {
    const broken = tape('broken.tape', `${HEADER}hello\nworld\n`);
    await expect(openTapes([broken])).rejects.toThrow(new TapeError(broken, undefined, 'holds no frame'));
  });
});

test('the digest is that of the bytes of all tapes in turn', async () => {
  const expected = createHash('sha256')
    .update(readFileSync(morning))
    .update(readFileSync(evening))
    .digest('hex');
  expect(await digestOf([morning, evening])).toBe(expected);
  expect(await digestOf([evening, morning])).not.toBe(expected);
});
