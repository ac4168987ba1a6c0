import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreUnavailableError } from '../../shared/contracts/errors.ts';

/** Where a laptop keeps what it makes: tapes, and one folder a run. */
export interface Home {
  readonly folder: string;
  tape(name: string): string;
  run(id: string): RunFolder;
  /** The run that was finished last. */
  latestRun(): Promise<RunFolder>;
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
  const run = (id: string): RunFolder => {
    const own = join(folder, 'runs', id);
    const result = join(own, 'result.json');
    const write = async (path: string, text: string): Promise<void> => {
      await mkdir(own, { recursive: true });
      await writeFile(`${path}.${process.pid}.partial`, text);
      await rename(`${path}.${process.pid}.partial`, path);
    };
    return {
      id,
      store: join(own, 'store'),
      result,
      report: join(own, 'report.html'),
      ticks: join(own, 'ticks'),
      tapes: join(own, 'tapes'),
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
    latestRun: async () => {
      const id = await readFile(latest, 'utf8').catch((cause: unknown) => {
        throw new StoreUnavailableError(`${folder} holds no finished run; make one with \`npm start\``, {
          cause,
        });
      });
      return run(id.trim());
    },
  };
}
