import { basename, resolve } from 'node:path';
import { TAPE_VERSION, type TapeHeader, type TapeLine } from '../../shared/adapters/tape/format.ts';
import { writeTape } from '../../shared/adapters/tape/write.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import { formatOfFile } from './detect.ts';
import { type RecordedFile, recordedFiles } from './files.ts';
import type { RecordingFormat } from './format.ts';
import { type Format, READERS } from './formats.ts';
import { type Intake, Warnings } from './intake.ts';
import { headOf } from './text.ts';

export interface ImportRequest {
  readonly format: Format;
  /** A file of the recording, or a folder of them. */
  readonly path: string;
  readonly out: string;
  /** Replaces a tape that exists. */
  readonly force?: boolean;
  /** Told how much of the recording has been read, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

export interface ImportSummary {
  readonly tape: string;
  /** Lines of the tape. */
  readonly events: number;
  /** Distinct windows that it announces. */
  readonly windows: number;
  readonly warnings: string[];
}

/** Makes a tape of a recording. Throws {@link TapeError}, and leaves no tape, when that cannot be done. */
export async function importRecording(request: ImportRequest): Promise<ImportSummary> {
  const { format, path, out, force = false, onProgress } = request;
  const reader = READERS[format];
  const files = await recordedFiles(path, reader.files);
  if (files.length === 0) throw new TapeError(path, undefined, `holds no file of a ${format} recording`);
  for (const file of files) await refuseOther(file, format, reader);
  const intake: Intake = {
    files: files.map((file) => file.path),
    warnings: new Warnings(),
    onBytes: progress(files, reader.passes, onProgress),
  };
  const header: TapeHeader = {
    version: TAPE_VERSION,
    synthetic: false,
    derived: reader.derived,
    title: reader.title,
    source: `${format} recording ${basename(resolve(path))}`,
  };
  const count = { events: 0, windows: new Set<string>() };
  await writeTape(out, header, counted(reader.lines(intake), count), { force }).catch((cause: unknown) => {
    throw unwritable(out, cause);
  });
  return { tape: out, events: count.events, windows: count.windows.size, warnings: intake.warnings.list() };
}

async function refuseOther({ path }: RecordedFile, format: Format, reader: RecordingFormat): Promise<void> {
  if (reader.recognises(await headOf(path))) return;
  const other = await formatOfFile(path);
  const hint = other === undefined ? '' : `; it looks like ${other}`;
  throw new TapeError(path, 1, `is no ${format} recording, which has ${reader.shows}${hint}`);
}

function progress(files: readonly RecordedFile[], passes: number, onProgress?: (fraction: number) => void) {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0) * passes;
  let done = 0;
  return (bytes: number): void => {
    done += bytes;
    onProgress?.(total === 0 ? 1 : Math.min(1, done / total));
  };
}

async function* counted(
  lines: AsyncGenerator<TapeLine>,
  count: { events: number; readonly windows: Set<string> },
): AsyncGenerator<TapeLine> {
  for await (const line of lines) {
    count.events++;
    if (line.channel === 'gamma') count.windows.add((JSON.parse(line.frame) as { slug: string }).slug);
    yield line;
  }
}

/** An error of the file system becomes one that the command line can print; any other is ours and rises as it is. */
function unwritable(out: string, cause: unknown): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return cause;
  return new TapeError(out, undefined, `cannot be written (${code})`, { cause });
}
