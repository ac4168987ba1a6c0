import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pack } from '../../../../shared/adapters/tape/pack.ts';
import { scratchFolder } from './examples.ts';

const plainIn = (folder: string): string => {
  const path = join(folder, 'a.tape');
  writeFileSync(path, 'a line\n');
  return path;
};

test('a packed tape takes the place of the plain one', async () => {
  const folder = scratchFolder();
  expect(await pack(plainIn(folder))).toBe(join(folder, 'a.tape.gz'));
  expect(readdirSync(folder)).toEqual(['a.tape.gz']);
  expect(gunzipSync(readFileSync(join(folder, 'a.tape.gz'))).toString()).toBe('a line\n');
});

test('without the time for it the plain one stays, and nothing half packed', async () => {
  const folder = scratchFolder();
  const path = plainIn(folder);
  expect(await pack(path, AbortSignal.abort())).toBe(path);
  expect(readdirSync(folder)).toEqual(['a.tape']);
  expect(readFileSync(path, 'utf8')).toBe('a line\n');
});
