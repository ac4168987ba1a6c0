import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreUnavailableError } from '../../contracts/errors.ts';
import type { Files } from '../../ports/ticks.ts';

/** Files below `folder`, each written beside its place and renamed into it. */
export function folderFiles(folder: string): Files {
  return {
    async put(name, bytes) {
      const file = join(folder, name);
      const partial = `${file}.partial`;
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(partial, bytes, { flush: true });
        await rename(partial, file);
      } catch (cause) {
        await rm(partial, { force: true }).catch(() => undefined);
        throw new StoreUnavailableError(`${folder} cannot be written: ${(cause as Error).message}`, {
          cause,
        });
      }
    },
  };
}
