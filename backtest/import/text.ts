import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { unreadable } from '../../shared/adapters/tape/read.ts';
import { TapeError } from '../../shared/contracts/errors.ts';

const CHUNK_BYTES = 1 << 18;
const HEAD_LINES = 5;

/** The lines of one chunk of a file; `first` is the number of the first of them, counted from 1. */
export interface LineBatch {
  readonly texts: readonly string[];
  readonly first: number;
}

/**
 * Reads a text file, gzipped when its name ends in `.gz`, chunk by chunk. Throws {@link TapeError} with the
 * line that reading had reached when the file is missing, cut short or damaged.
 */
export async function* lineBatches(
  file: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<LineBatch> {
  const bytes = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const gunzip = file.endsWith('.gz') ? createGunzip({ chunkSize: CHUNK_BYTES }) : undefined;
  bytes.on('error', (error) => gunzip?.destroy(error));
  const chunks: AsyncIterable<Buffer> = gunzip === undefined ? bytes : bytes.pipe(gunzip);
  const decoder = new TextDecoder();
  let rest = '';
  let first = 1;
  let told = 0;
  try {
    for await (const chunk of chunks) {
      const texts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = texts.pop() as string;
      onBytes(bytes.bytesRead - told);
      told = bytes.bytesRead;
      yield { texts, first };
      first += texts.length;
    }
  } catch (cause) {
    const broken = unreadable(cause);
    if (broken === undefined) throw cause;
    throw new TapeError(
      file,
      gunzip !== undefined && told + bytes.bytesRead > 0 ? first : undefined,
      broken,
      { cause },
    );
  } finally {
    bytes.destroy();
  }
  rest += decoder.decode();
  if (rest !== '') yield { texts: [rest], first };
}

/** The first few lines of a file, to tell its format by. */
export async function headOf(file: string): Promise<string[]> {
  const head: string[] = [];
  for await (const { texts } of lineBatches(file, () => {})) {
    head.push(...texts.slice(0, HEAD_LINES - head.length));
    if (head.length === HEAD_LINES) break;
  }
  return head;
}
