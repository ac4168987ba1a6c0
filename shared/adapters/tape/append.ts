import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TapeError } from '../../contracts/errors.ts';
import { after, type EpochMs, HOUR_MS, toIso } from '../../domain/units/time.ts';
import { claimFolder } from './claim.ts';
import { encodeHeader, type TapeHeader } from './format.ts';
import { makeFolder } from './make-folder.ts';
import { type Naming, type Recorder, record } from './recorder.ts';

/**
 * Records one tape. A name that ends in `.gz` is written plain beside it and packed on closing, so that a recording
 * that is killed can be read. Throws {@link TapeError} when the tape exists or cannot be made.
 */
export async function recordTape(path: string, header: TapeHeader): Promise<Recorder> {
  const begun = path.replace(/\.gz$/, '');
  const refuse = (cause: NodeJS.ErrnoException): never => {
    if (cause.code === 'EEXIST') throw new TapeError(begun, undefined, EXISTS, { cause });
    throw new TapeError(path, undefined, `cannot be written (${cause.code})`, { cause });
  };
  if (existsSync(path)) throw new TapeError(path, undefined, EXISTS);
  await makeFolder(dirname(path)).catch(refuse);
  await writeFile(begun, encodeHeader(header), { flag: 'ax' }).catch(refuse);
  const naming: Naming = { hourOf: () => 0, pathFrom: () => begun };
  return record({ naming, header, packed: begun !== path, begun });
}

const EXISTS = 'exists already; name another file';

/**
 * Records a folder of tapes, one an hour, named by its first instant and packed when the next begins, as are those that an
 * earlier process left unpacked. Throws {@link TapeError} when there can be no such folder, or another
 * process records into it.
 */
export async function recordFolder(folder: string, header: TapeHeader): Promise<Recorder> {
  await makeFolder(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new TapeError(folder, undefined, `cannot be made (${cause.code})`, { cause });
  });
  const release = await claimFolder(folder);
  const names = await readdir(folder);
  const taken = new Set(names.map((name) => name.replace(/\.gz$/, '')));
  const naming: Naming = {
    hourOf: (at) => Math.floor(at / HOUR_MS),
    pathFrom: (at) => join(folder, freeName(at as EpochMs, taken)),
  };
  const left = names.filter((name) => name.endsWith('.tape')).map((name) => join(folder, name));
  return record({ naming, header, packed: true, left, release });
}

/** Two recordings may begin with the same instant, as one that is told again what it missed: the later is not lost. */
function freeName(at: EpochMs, taken: Set<string>): string {
  const name = `${toIso(at).replaceAll(':', '-')}.tape`;
  if (taken.has(name)) return freeName(after(at, 1), taken);
  taken.add(name);
  return name;
}
