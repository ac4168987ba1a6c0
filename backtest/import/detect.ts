import { TapeError } from '../../shared/contracts/errors.ts';
import { recordedFiles } from './files.ts';
import { FORMATS, type Format, READERS } from './formats.ts';
import { headOf } from './text.ts';

const ANY_FILE = /./;

/**
 * The format of the recording at `path`, by what its files look like; undefined when none or more than one fits.
 * Throws {@link TapeError} when `path` does not exist.
 */
export async function detectFormat(path: string): Promise<Format | undefined> {
  const found = new Set<Format>();
  for (const file of await recordedFiles(path, ANY_FILE)) {
    const format = await formatOfFile(file.path);
    if (format !== undefined) found.add(format);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

/** The format of one file; undefined for a file of another kind and for one that cannot be read. */
export async function formatOfFile(file: string): Promise<Format | undefined> {
  try {
    const head = await headOf(file);
    return FORMATS.find((format) => READERS[format].recognises(head));
  } catch (error) {
    if (error instanceof TapeError) return undefined;
    throw error;
  }
}
