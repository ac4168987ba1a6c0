import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreUnavailableError } from '../../contracts/errors.ts';

/** A file that waits in the folder of a spool. */
export interface Kept {
  readonly name: string;
  /** Its place in the order in which files came. */
  readonly turn: number;
  readonly bytes: number;
}

const PARTIAL = '.partial';

/** '000000000012-ticks%2Fa.parquet': names of ticks have no percent sign of their own. */
const fileOf = ({ turn, name }: Pick<Kept, 'turn' | 'name'>): string =>
  `${String(turn).padStart(12, '0')}-${name.replaceAll('/', '%2F')}`;

/** The disk's side of a spool: one file of its folder for each that waits, in the order of their names. */
export class SpoolFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What an earlier process left here, in order. Files that it did not finish are removed. */
  async list(): Promise<Kept[]> {
    return this.#tried(async () => {
      await mkdir(this.#path, { recursive: true });
      const kept: Kept[] = [];
      for (const file of (await readdir(this.#path)).sort()) {
        const match = /^(\d{12})-(.+)$/.exec(file);
        if (match === null) continue;
        if (file.endsWith(PARTIAL)) await rm(join(this.#path, file));
        else {
          const { size } = await stat(join(this.#path, file));
          kept.push({
            turn: Number(match[1]),
            name: (match[2] as string).replaceAll('%2F', '/'),
            bytes: size,
          });
        }
      }
      return kept;
    });
  }

  async keep(kept: Kept, bytes: Uint8Array): Promise<void> {
    const file = join(this.#path, fileOf(kept));
    await this.#tried(async () => {
      await writeFile(`${file}${PARTIAL}`, bytes, { flush: true });
      await rename(`${file}${PARTIAL}`, file);
    });
  }

  async read(kept: Kept): Promise<Uint8Array> {
    return this.#tried(() => readFile(join(this.#path, fileOf(kept))));
  }

  async remove(kept: Kept): Promise<void> {
    await this.#tried(() => rm(join(this.#path, fileOf(kept)), { force: true }));
  }

  async #tried<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw new StoreUnavailableError(`${this.#path} cannot be used: ${(cause as Error).message}`, { cause });
    }
  }
}
