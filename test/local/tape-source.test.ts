import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

test('several tapes are one, in the order of their first lines, whatever their names', async () => {
  const { header, ...source } = await openTapes([evening, morning]);
  expect(source).toEqual({ paths: [morning, evening], from: 1_000, bytes: bytes(morning, evening) });
  expect(header).toMatchObject({ synthetic: true, derived: true });
});

test('a tape starts at its first line that is whole', async () => {
  const late = tape('late.tape', `${HEADER}not a line\n700 kraken {"a":1}\n`);
  expect(await openTapes([late])).toMatchObject({ from: 700, header: { derived: false } });
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
