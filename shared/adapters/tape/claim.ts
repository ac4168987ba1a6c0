import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TapeError } from '../../contracts/errors.ts';

const NAME = 'recording.pid';

/**
 * Makes this process the one that records into `folder`: two would pack each other's tapes. A claim that a killed process
 * left is void. Gives a function that lets go. Throws {@link TapeError} while another process holds it.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, NAME);
  const holder = Number(await readFile(path, 'utf8').catch(() => ''));
  // In a container every process may be the first one: our own number is that of the one before us.
  if (holder !== process.pid && isAlive(holder))
    throw new TapeError(folder, undefined, `process ${holder} records there already; name another folder`);
  await writeFile(path, `${process.pid}`).catch((cause: NodeJS.ErrnoException) => {
    throw new TapeError(folder, undefined, `cannot be written to (${cause.code})`, { cause });
  });
  return () => rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be signalled, and is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
