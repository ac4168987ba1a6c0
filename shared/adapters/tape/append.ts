import { createReadStream, createWriteStream } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { TapeError } from '../../contracts/errors.ts';
import { type EpochMs, HOUR_MS, toIso } from '../../domain/units/time.ts';
import { encodeHeader, encodeLine, type TapeHeader, type TapeLine } from './format.ts';

/** How long a line may wait in memory: what a killed process can lose. */
const FLUSH_MS = 200;
/** After a failed write, so long until the next try. */
const RETRY_MS = 1_000;

/** Lines as they come, kept for good. */
export interface Recorder {
  write(line: TapeLine): void;
  /** Characters that wait to be written. It grows while the disk does not take them; nothing is dropped. */
  readonly backlog: number;
  /** Why the last write failed, until one succeeds. */
  readonly failing: string | undefined;
  /** The tapes written so far, as they are named once they are packed. */
  readonly paths: readonly string[];
  /** Writes what waits, and closes the tape. Throws {@link TapeError} when that fails. */
  close(): Promise<void>;
}

/** Which tape a line belongs to: a new one begins when the hour of receipt is another. */
interface Naming {
  hourOf(at: number): number;
  pathFrom(at: number): string;
}

/**
 * Records one tape. A name that ends in `.gz` is written plain beside it and packed on closing, so that a recording
 * that is killed can be read. Throws {@link TapeError} when the tape exists.
 */
export async function recordTape(path: string, header: TapeHeader): Promise<Recorder> {
  const plain = path.replace(/\.gz$/, '');
  for (const each of [path, plain])
    if (await exists(each)) throw new TapeError(each, undefined, 'exists already; name another file');
  return record({ hourOf: () => 0, pathFrom: () => plain }, header, plain !== path);
}

/**
 * Records a folder of tapes, one an hour, named by its first instant and packed when the next begins. Tapes that an
 * earlier process left unpacked are packed first.
 */
export async function recordFolder(folder: string, header: TapeHeader): Promise<Recorder> {
  await mkdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new TapeError(folder, undefined, `cannot be made (${cause.code})`, { cause });
  });
  for (const name of await readdir(folder)) if (name.endsWith('.tape')) await pack(join(folder, name));
  const naming: Naming = {
    hourOf: (at) => Math.floor(at / HOUR_MS),
    pathFrom: (at) => join(folder, `${toIso(at as EpochMs).replaceAll(':', '-')}.tape`),
  };
  return record(naming, header, true);
}

/** Lines of one tape on their way to the disk. */
interface Part {
  readonly path: string;
  text: string;
  /** Set when writing begins: later lines make a part of their own. */
  bytes?: Buffer;
  written: number;
}

function record(naming: Naming, header: TapeHeader, packed: boolean): Recorder {
  const paths: string[] = [];
  const packing: Promise<void>[] = [];
  const parts: Part[] = [];
  let [hour, tape, backlog] = [Number.NaN, '', 0];
  let failing: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let file: FileHandle | undefined;
  let flushing: Promise<void> = Promise.resolve();

  /** The part that a line of `at` is added to. */
  const partAt = (at: number): Part => {
    const begins = naming.hourOf(at) !== hour;
    if (begins) [hour, tape] = [naming.hourOf(at), naming.pathFrom(at)];
    const last = parts.at(-1);
    if (last !== undefined && last.bytes === undefined && last.path === tape) return last;
    const part: Part = { path: tape, text: begins ? encodeHeader(header) : '', written: 0 };
    parts.push(part);
    return part;
  };

  const flush = (): void => {
    flushing = flushing.then(writeParts).then(
      () => {
        failing = undefined;
        timer = parts.length > 0 ? setTimeout(flush, FLUSH_MS) : undefined;
      },
      (cause: NodeJS.ErrnoException) => {
        failing = cause.code ?? cause.message;
        timer = setTimeout(flush, RETRY_MS);
      },
    );
  };

  const writeParts = async (): Promise<void> => {
    for (let part = parts[0]; part !== undefined; part = parts[0]) {
      part.bytes ??= Buffer.from(part.text);
      const handle = await fileOf(part.path);
      while (part.written < part.bytes.length)
        part.written += (await handle.write(part.bytes, part.written)).bytesWritten;
      backlog -= part.text.length;
      parts.shift();
    }
  };

  const fileOf = async (path: string): Promise<FileHandle> => {
    const before = paths.at(-1);
    if (file !== undefined && before === path) return file;
    const next = await open(path, 'a');
    paths.push(path);
    await file?.close();
    if (before !== undefined && packed) packing.push(pack(before));
    file = next;
    return next;
  };

  return {
    write(line) {
      const text = encodeLine(line);
      partAt(line.receivedAt).text += text;
      backlog += text.length;
      timer ??= setTimeout(flush, FLUSH_MS);
    },
    get backlog() {
      return backlog;
    },
    get failing() {
      return failing;
    },
    get paths() {
      return paths.map((path) => (packed ? `${path}.gz` : path));
    },
    async close() {
      clearTimeout(timer);
      await flushing;
      clearTimeout(timer);
      try {
        await writeParts();
        await file?.close();
        const last = paths.at(-1);
        if (packed && last !== undefined) packing.push(pack(last));
        await Promise.all(packing);
      } catch (cause) {
        const { code, message } = cause as NodeJS.ErrnoException;
        throw new TapeError(tape, undefined, `cannot be written (${code ?? message})`, { cause });
      }
    },
  };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Replaces a plain tape by its packed form, which appears whole; run again it ends where it was cut. */
async function pack(plain: string): Promise<void> {
  const partial = `${plain}.gz.partial`;
  await pipeline(createReadStream(plain), createGzip(), createWriteStream(partial));
  await rename(partial, `${plain}.gz`);
  await rm(plain);
}
