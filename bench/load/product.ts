import { enableCompileCache } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * A process of its own: the program itself with the words of its command line, and beside it a look at how the process
 * fares. Told `measure` it starts anew; told `report` it tells.
 */
export interface Fares {
  readonly seconds: number;
  /** Of one core, 0 to 1. */
  readonly cpu: number;
  /** What the event loop was late by, in milliseconds. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Resident memory in MB, with seconds since `measure`. */
  readonly memory: readonly { readonly second: number; readonly mb: number }[];
}

const SAMPLE_MS = 5_000;
const MB = 1_000_000;
/** The histogram holds the pauses between timers that are due so often; what is beyond is delay. */
const RESOLUTION_MS = 10;

const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
const memory: { second: number; mb: number }[] = [];
let [startedAt, cpu] = [performance.now(), process.cpuUsage()];
let samples: NodeJS.Timeout | undefined;

const sample = (): void => {
  memory.push({ second: (performance.now() - startedAt) / 1_000, mb: process.memoryUsage.rss() / MB });
};

function measure(): void {
  histogram.enable();
  histogram.reset();
  [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  samples = setInterval(sample, SAMPLE_MS);
}

function report(): Fares {
  histogram.disable();
  clearInterval(samples);
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - startedAt;
  const late = (ns: number): number => Math.max(0, ns / 1e6 - RESOLUTION_MS);
  return {
    seconds: ms / 1_000,
    cpu: (user + system) / 1_000 / ms,
    delay: {
      p50: late(histogram.percentile(50)),
      p99: late(histogram.percentile(99)),
      max: late(histogram.max),
    },
    memory,
  };
}

process.on('message', (word) => {
  if (word === 'measure') measure();
  else process.send?.(report(), () => process.disconnect());
});

enableCompileCache();
const { runProgram } = await import('../../local/cli/program.ts');
process.exitCode = await runProgram(process.argv.slice(2), '.quarterhour');
