import { Presets, SingleBar } from 'cli-progress';

/** Work that is done sooner shows no bar. */
const QUIET_MS = 2_000;

export interface Progress {
  /** How much is done, 0 to 1. */
  update(fraction: number): void;
  stop(): void;
}

export const NO_PROGRESS: Progress = { update: () => {}, stop: () => {} };

/** A bar on standard error for work of more than two seconds; nothing when standard error is no terminal. */
export function showProgress(what: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (stream.isTTY !== true) return NO_PROGRESS;
  const startedAt = performance.now();
  let bar: SingleBar | undefined;
  return {
    update: (fraction) => {
      if (bar === undefined && performance.now() - startedAt > QUIET_MS) {
        bar = new SingleBar(
          {
            format: `${what} {bar} {percentage} %, {duration_formatted}`,
            stream,
            clearOnComplete: true,
          },
          Presets.shades_classic,
        );
        bar.start(100, 0);
      }
      bar?.update(Math.floor(100 * fraction));
    },
    stop: () => bar?.stop(),
  };
}
