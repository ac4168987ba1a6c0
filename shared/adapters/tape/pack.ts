import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

/**
 * Replaces a plain tape by its packed form, which appears whole, and gives the name that it has now: still the plain one
 * when there is no room, or no time until `signal`. Run again it ends where it was cut.
 */
export async function pack(plain: string, signal?: AbortSignal): Promise<string> {
  const partial = `${plain}.gz.partial`;
  try {
    const gzip = createGzip({ level: constants.Z_BEST_SPEED });
    await pipeline([createReadStream(plain), gzip, createWriteStream(partial)], { signal });
    await rename(partial, `${plain}.gz`);
    await rm(plain);
    return `${plain}.gz`;
  } catch {
    await rm(partial, { force: true }).catch(() => undefined);
    return plain;
  }
}
