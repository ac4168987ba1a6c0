import { type FileHandle, open } from 'node:fs/promises';
import { TapeError } from '../../contracts/errors.ts';
import { encodeHeader, encodeLine, type TapeHeader, type TapeLine } from './format.ts';
import { pack } from './pack.ts';

/** How long a line may wait in memory: what a killed process can lose. */
const FLUSH_MS = 200;
/** After a failed write, so long until the next try. */
const RETRY_MS = 1_000;
/** What takes longer to pack when the recording ends is left plain: whoever stops us would kill us soon. */
const PACK_MS = 4_000;

/** Lines as they come, kept for good. */
export interface Recorder {
  write(line: TapeLine): void;
  /** Characters that wait to be written. It grows while the disk does not take them; nothing is dropped. */
  readonly backlog: number;
  /** Why the last write failed, until one succeeds. */
  readonly failing: string | undefined;
  /** The tapes of this recording, as they are named now: one that is closed is packed soon after. */
  readonly paths: readonly string[];
  /** Writes what waits, closes the tape and packs it, as far as time allows. Throws {@link TapeError} when it cannot be written. */
  close(): Promise<void>;
}

/** Which tape a line belongs to: a new one begins when the hour of receipt is another. */
export interface Naming {
  hourOf(at: number): number;
  pathFrom(at: number): string;
}

export interface Recording {
  readonly naming: Naming;
  readonly header: TapeHeader;
  readonly packed: boolean;
  /** A tape that has its header already. */
  readonly begun?: string;
  /** Tapes that an earlier process left plain: packed after the first of ours. */
  readonly left?: readonly string[];
  readonly release?: () => Promise<void>;
}

/** Lines of one tape on their way to the disk. */
interface Part {
  readonly path: string;
  text: string;
  /** Set when writing begins: later lines make a part of their own. */
  bytes?: Buffer;
  written: number;
}

/** Starts to record: nothing is made on the disk before the first line. */
export function record({ naming, header, packed, begun, left = [], release }: Recording): Recorder {
  const paths: string[] = begun === undefined ? [] : [begun];
  /** Of tapes that have been packed. */
  const names = new Map<string, string>();
  const unpacked = [...left];
  const ending = new AbortController();
  let packing: Promise<void> = Promise.resolve();
  const parts: Part[] = [];
  let [hour, tape] = begun === undefined ? [Number.NaN, ''] : [0, begun];
  let backlog = 0;
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
    backlog += part.text.length;
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
      await writePart(part, part.bytes);
      backlog -= part.text.length;
      parts.shift();
    }
  };

  /** After a failure the file is opened anew: what was written stays, and the disk may be another. */
  const writePart = async (part: Part, bytes: Buffer): Promise<void> => {
    if (part.path !== paths.at(-1)) await next(part.path);
    try {
      file ??= await open(part.path, 'a');
      while (part.written < bytes.length)
        part.written += (await file.write(bytes, part.written)).bytesWritten;
    } catch (cause) {
      await file?.close().catch(() => undefined);
      file = undefined;
      throw cause;
    }
  };

  const next = async (path: string): Promise<void> => {
    await file?.close();
    file = undefined;
    if (paths.length > 0) keep();
    paths.push(path);
  };

  /** Packs our last tape, which has ended, and then what was left, one after the other. */
  const keep = (): void => {
    if (!packed) return;
    for (const each of [...paths.slice(-1), ...unpacked.splice(0)])
      packing = packing.then(async () => {
        names.set(each, await pack(each, ending.signal));
      });
  };

  const close = async (): Promise<void> => {
    try {
      await writeParts();
      await file?.close();
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      throw new TapeError(tape, undefined, `cannot be written (${code ?? message})`, { cause });
    }
    keep();
    const late = setTimeout(() => ending.abort(), PACK_MS);
    await packing;
    clearTimeout(late);
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
      return paths.map((path) => names.get(path) ?? path);
    },
    async close() {
      clearTimeout(timer);
      await flushing;
      clearTimeout(timer);
      await close().finally(release);
    },
  };
}
