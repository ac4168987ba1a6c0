import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { TapeError } from '../../contracts/errors.ts';
import { FIRST_MICROSECOND_COUNT } from '../../contracts/wire.ts';
import { CHANNELS, type Channel } from '../../domain/market/channel.ts';
import { TAPE_MAGIC, TapeHeader, type TapeLine } from './format.ts';

const CHUNK_BYTES = 1 << 19;

/** Called for a line that is not `<receivedAt> <channel> <frame>`; the header is line 1. */
export type BrokenLineSink = (line: number, reason: string) => void;

const CHANNEL_BY_NAME = new Map<string, Channel>(CHANNELS.map((name) => [name, name]));

function readHeader(path: string, text: string): TapeHeader {
  if (!text.startsWith(TAPE_MAGIC))
    throw new TapeError(path, 1, 'is no Quarterhour tape; make one with `quarterhour import`');
  let json: unknown;
  try {
    json = JSON.parse(text.slice(TAPE_MAGIC.length));
  } catch (cause) {
    throw new TapeError(path, 1, 'the header is not JSON', { cause });
  }
  const header = TapeHeader.safeParse(json);
  if (!header.success)
    throw new TapeError(
      path,
      1,
      `the header is not one this version reads: ${header.error.issues[0]?.message}`,
    );
  return header.data;
}

/** A line with its number in the file, the header being 1. */
export interface NumberedLine extends TapeLine {
  readonly line: number;
}

/** A tape opened for reading, a chunk of lines at a time. Truncated or damaged gzip is a {@link TapeError}. */
export class TapeReader {
  readonly path: string;
  readonly header: TapeHeader;
  /** Bytes of the file that have been read so far, for progress. */
  get bytesRead(): number {
    return this.#file.bytesRead;
  }
  readonly #file: ReturnType<typeof createReadStream>;
  readonly #chunks: AsyncIterator<string>;
  #ahead: Promise<IteratorResult<string>>;
  #rest: string;
  #line = 1;
  #ended = false;

  private constructor(
    path: string,
    header: TapeHeader,
    file: ReturnType<typeof createReadStream>,
    chunks: AsyncIterator<string>,
    rest: string,
  ) {
    this.path = path;
    this.header = header;
    this.#file = file;
    this.#chunks = chunks;
    this.#rest = rest;
    this.#ahead = this.#readAhead();
  }

  static async open(path: string): Promise<TapeReader> {
    const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
    const chunks = textChunks(path, file);
    let head = '';
    let end = -1;
    while (end < 0) {
      const next = await chunks.next();
      if (next.done === true) break;
      head += next.value;
      end = head.indexOf('\n');
      if (end < 0 && head.length > 1 << 16) break;
    }
    const first = end < 0 ? head : head.slice(0, end);
    try {
      return new TapeReader(path, readHeader(path, first), file, chunks, end < 0 ? '' : head.slice(end + 1));
    } catch (error) {
      file.destroy();
      throw error;
    }
  }

  /** The next chunk's lines in order, broken ones told to `broken` and left out; undefined at the end of the tape. */
  async next(broken: BrokenLineSink): Promise<readonly NumberedLine[] | undefined> {
    if (this.#ended) return undefined;
    const { done, value } = await this.#ahead.catch((error: unknown) => {
      throw error instanceof TapeError ? error.after(this.#line) : error;
    });
    if (done !== true) this.#ahead = this.#readAhead();
    const text = done === true ? this.#rest : this.#rest + value;
    const lines: NumberedLine[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#line++;
      const line = readLine(text, from, end, this.#line, broken);
      if (line !== undefined) lines.push(line);
      from = end + 1;
    }
    this.#rest = text.slice(from);
    this.#ended = done === true;
    if (this.#ended && this.#rest !== '')
      broken(this.#line + 1, 'the last line has no end: the tape was cut');
    return lines;
  }

  close(): void {
    this.#file.destroy();
  }

  /** Asks for the next chunk while the last one is worked on; a failure is told when its turn comes. */
  #readAhead(): Promise<IteratorResult<string>> {
    const ahead = this.#chunks.next();
    ahead.catch(() => {});
    return ahead;
  }
}

function readLine(
  text: string,
  from: number,
  end: number,
  line: number,
  broken: BrokenLineSink,
): NumberedLine | undefined {
  const space = text.indexOf(' ', from);
  const second = space < 0 ? -1 : text.indexOf(' ', space + 1);
  if (second < 0 || second >= end) {
    broken(line, 'is not `<receivedAt> <channel> <frame>`');
    return undefined;
  }
  const receivedAt = Number(text.slice(from, space));
  if (!Number.isSafeInteger(receivedAt) || receivedAt <= 0 || receivedAt >= FIRST_MICROSECOND_COUNT) {
    broken(line, 'does not start with milliseconds since the epoch');
    return undefined;
  }
  const channel = CHANNEL_BY_NAME.get(text.slice(space + 1, second));
  if (channel === undefined) {
    broken(
      line,
      `names an unknown channel ${JSON.stringify(text.slice(space + 1, Math.min(second, space + 31)))}`,
    );
    return undefined;
  }
  return { receivedAt, channel, frame: text.slice(second + 1, end), line };
}

async function* textChunks(path: string, file: ReturnType<typeof createReadStream>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  const gunzip = path.endsWith('.gz') ? createGunzip({ chunkSize: CHUNK_BYTES }) : undefined;
  file.on('error', (error) => gunzip?.destroy(error));
  const bytes: AsyncIterable<Buffer> = gunzip === undefined ? file : file.pipe(gunzip);
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new TapeError(path, undefined, unreadable(cause) ?? String(cause), { cause });
  }
  yield decoder.decode();
}

/** What an error of the file system or of gzip means; undefined for any other error. */
export function unreadable(cause: unknown): string | undefined {
  const { code } = cause as NodeJS.ErrnoException;
  if (typeof code !== 'string') return undefined;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'Z_BUF_ERROR') return 'the gzip data is cut short; the file was not copied or written whole';
  if (code.startsWith('Z_')) return `the gzip data is damaged (${code})`;
  return `cannot be read (${code})`;
}

/** The tapes that `path` names: itself, or the `.tape` and `.tape.gz` files of a folder, by name. */
export async function tapePaths(path: string): Promise<string[]> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new TapeError(path, undefined, unreadable(cause) ?? String(cause), { cause });
  });
  if (!stats.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.tape(\.gz)?$/.test(name)).sort();
  if (names.length === 0) throw new TapeError(path, undefined, 'holds no .tape or .tape.gz file');
  return names.map((name) => join(path, name));
}
