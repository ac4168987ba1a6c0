import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderCheck, nodeCheck } from '../../../local/doctor/machine.ts';
import { scratchFolder } from '../tapes.ts';

const folder = scratchFolder();

test.each([
  ['24.21.0', 'good'],
  ['26.0.0', 'good'],
  ['22.18.0', 'warn'],
])('Node %s is %s', (version, state) => {
  expect(nodeCheck(version)).toMatchObject({ state, value: version });
});

test('a folder that does not exist yet is tried where it would be made, and nothing stays behind', async () => {
  const wanted = join(folder, 'not', 'yet');
  const { value } = await folderCheck(wanted);
  expect(value).toMatch(/^writable, \d+\.\d GB free$/);
  expect(existsSync(wanted)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('a file in the place of the folder is bad', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(await folderCheck(join(file, 'data'))).toMatchObject({
    state: 'bad',
    value: `${join(file, 'data')} cannot be written to (ENOTDIR)`,
  });
});
