import { mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bad, type Check, good, warn } from './check.ts';

/** The version that the tests run on. */
const TESTED_NODE = 24;
const GIGABYTE = 1e9;
/** A day of all feeds takes a good gigabyte, gzipped. */
const COMFORTABLE_BYTES = 5 * GIGABYTE;
const LEAST_BYTES = 0.2 * GIGABYTE;

/** `version` is that of `process.versions.node`. */
export function nodeCheck(version: string): Check {
  if (Number.parseInt(version, 10) >= TESTED_NODE) return good('Node', version);
  return warn('Node', {
    value: version,
    remedy: `Everything is tested on Node ${TESTED_NODE}, which npm install brings along: start with npx quarterhour.`,
  });
}

/** Whether recordings can be kept in `folder`, which need not exist yet. Nothing stays behind. */
export async function folderCheck(folder: string): Promise<Check> {
  const name = 'data folder';
  try {
    const there = await nearest(folder);
    await rm(await mkdtemp(join(there, '.quarterhour-doctor-')), { recursive: true });
    const { bavail, bsize } = await statfs(there);
    const free = bavail * bsize;
    const value = `writable, ${(free / GIGABYTE).toFixed(1)} GB free`;
    const remedy = 'Make room, or keep the records elsewhere with --data FOLDER.';
    if (free < LEAST_BYTES) return bad(name, { value, remedy });
    return free < COMFORTABLE_BYTES ? warn(name, { value, remedy }) : good(name, value);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return bad(name, {
      value: `${folder} cannot be written to (${code})`,
      remedy: 'Give this user the right to write there, or name another folder with --data FOLDER.',
    });
  }
}

/** The folder, or the first above it that exists. */
async function nearest(folder: string): Promise<string> {
  try {
    await stat(folder);
    return folder;
  } catch (error) {
    const above = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) throw error;
    return nearest(above);
  }
}
