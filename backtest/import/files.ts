import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unreadable } from '../../shared/adapters/tape/read.ts';
import { TapeError } from '../../shared/contracts/errors.ts';

/** A file of a recording and its size in bytes. */
export interface RecordedFile {
  readonly path: string;
  readonly bytes: number;
}

/** `path` itself, or the files of that folder and of those in it whose name `names` allows, by name. */
export async function recordedFiles(path: string, names: RegExp): Promise<RecordedFile[]> {
  try {
    const { isDirectory, size } = await sizeOf(path);
    if (!isDirectory) return [{ path, bytes: size }];
    const found: RecordedFile[] = [];
    for (const name of (await readdir(path, { recursive: true })).sort()) {
      const inner = await sizeOf(join(path, name));
      if (names.test(name) && !inner.isDirectory) found.push({ path: join(path, name), bytes: inner.size });
    }
    return found;
  } catch (cause) {
    throw new TapeError(path, undefined, unreadable(cause) ?? String(cause), { cause });
  }
}

async function sizeOf(path: string): Promise<{ isDirectory: boolean; size: number }> {
  const stats = await stat(path);
  return { isDirectory: stats.isDirectory(), size: stats.size };
}
