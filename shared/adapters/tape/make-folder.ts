import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. The recursive way of `mkdir` itself never comes back where no
 * folder can be made, as below /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make(path);
  }
}

async function make(path: string): Promise<void> {
  await mkdir(path).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw cause;
  });
}
