import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | undefined;

/** Every temporary folder of a run of the tests lies in one, which goes with the run. */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'quarterhour-tests-'));
  process.env.TMPDIR = folder;
}

export function teardown(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
