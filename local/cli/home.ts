import { access, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../shared/adapters/tape/make-folder.ts';
import { StoreUnavailableError } from '../../shared/contracts/errors.ts';

/** Where a laptop keeps what it makes: tapes, and one folder a run. */
export interface Home {
  readonly folder: string;
  tape(name: string): string;
  run(id: string): RunFolder;
  /** The run of that id, or the one that was finished last. Throws StoreUnavailableError when there is none. */
  keptRun(id: string | undefined): Promise<RunFolder>;
}

/** One run: its store, its result and its report. */
export interface RunFolder {
  readonly id: string;
  readonly store: string;
  readonly result: string;
  readonly report: string;
  /** Parquet files, where they were asked for. */
  readonly ticks: string;
  /** What a run over live feeds recorded. */
  readonly tapes: string;
  /** Where other processes ask the one that trades to halt or resume. */
  readonly controls: string;
  /** Whether it came to its end once, and has its result. */
  isFinished(): Promise<boolean>;
  /** Forgets all of it. */
  remove(): Promise<void>;
  /** Writes a file of the run whole or not at all. */
  write(path: string, text: string): Promise<void>;
  /** Makes this the latest run. */
  finish(): Promise<void>;
}

export function makeHome(folder: string): Home {
  const latest = join(folder, 'latest-run');
  const runs = join(folder, 'runs');
  const run = (id: string): RunFolder => {
    const own = join(runs, id);
    const result = join(own, 'result.json');
    const write = async (path: string, text: string): Promise<void> => {
      const partial = `${path}.${process.pid}.partial`;
      try {
        await makeFolder(dirname(path));
        await writeFile(partial, text);
        await rename(partial, path);
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        throw new StoreUnavailableError(`${path} cannot be written (${code})`, { cause });
      }
    };
    return {
      id,
      store: join(own, 'store'),
      result,
      report: join(own, 'report.html'),
      ticks: join(own, 'ticks'),
      tapes: join(own, 'tapes'),
      controls: join(own, 'controls'),
      isFinished: () =>
        access(result).then(
          () => true,
          () => false,
        ),
      remove: () => rm(own, { recursive: true, force: true }),
      write,
      finish: () => write(latest, `${id}\n`),
    };
  };
  return {
    folder,
    tape: (name) => join(folder, 'tapes', name),
    run,
    keptRun: async (id) => {
      const kept = await readdir(runs).catch((): string[] => []);
      const wanted = id ?? (await readFile(latest, 'utf8').catch(() => '')).trim();
      if (kept.includes(wanted)) return run(wanted);
      const there = kept.length === 0 ? 'make one with `npm start`' : `there are: ${kept.join(', ')}`;
      throw new StoreUnavailableError(
        `${folder} holds no ${id === undefined ? 'finished run' : `run ${id}`}; ${there}`,
      );
    },
  };
}
