import { access, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { TapeError } from '../../contracts/errors.ts';
import { encodeHeader, encodeLine, type TapeHeader, type TapeLine } from './format.ts';
import { makeFolder } from './make-folder.ts';

const BATCH_CHARS = 1 << 18;

async function* batches(header: TapeHeader, lines: AsyncIterable<TapeLine> | Iterable<TapeLine>) {
  let batch = encodeHeader(header);
  for await (const line of lines) {
    batch += encodeLine(line);
    if (batch.length >= BATCH_CHARS) {
      yield batch;
      batch = '';
    }
  }
  yield batch;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Writes a whole tape beside `path` and renames it into place, so that a failure leaves no half-written tape.
 * Throws {@link TapeError} when the tape exists and `force` is not set; errors of `lines` pass through.
 */
export async function writeTape(
  path: string,
  header: TapeHeader,
  lines: AsyncIterable<TapeLine> | Iterable<TapeLine>,
  { force = false } = {},
): Promise<void> {
  if (!force && (await exists(path)))
    throw new TapeError(path, undefined, 'exists already; name another file, or replace it with --force');
  const partial = `${path}.${process.pid}.partial`;
  const unwritable = (cause: NodeJS.ErrnoException): never => {
    throw new TapeError(path, undefined, `cannot be written (${cause.code})`, { cause });
  };
  const failed = (cause: NodeJS.ErrnoException): never => {
    if (cause.syscall === 'write') unwritable(cause);
    throw cause;
  };
  await makeFolder(dirname(path)).catch(unwritable);
  const file = (await open(partial, 'w').catch(unwritable)).createWriteStream();
  try {
    const source = Readable.from(batches(header, lines), { objectMode: true });
    const gzip = path.endsWith('.gz') ? [createGzip({ level: constants.Z_BEST_SPEED })] : [];
    await pipeline([source, ...gzip, file]).catch(failed);
    await rename(partial, path).catch(unwritable);
  } finally {
    await rm(partial, { force: true });
  }
}
