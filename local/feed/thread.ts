import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { TapeError } from '../../shared/contracts/errors.ts';
import type { Batch } from './frame.ts';
import type { PackedBatch } from './pack.ts';
import { Unpacker } from './unpack.ts';

/** What the reading thread answers. */
export type FromReader =
  | { readonly kind: 'batch'; readonly batch: PackedBatch }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'refused';
      readonly file: string;
      readonly line: number | undefined;
      readonly reason: string;
    }
  | { readonly kind: 'defect'; readonly error: unknown };

/**
 * Batches read ahead, a fifth of a megabyte each: enough to keep the reader at work while an execution is stored, few
 * enough that memory stays flat.
 */
const AHEAD = 32;

/** The thread makes short-lived objects only: a small nursery keeps it from growing. */
const YOUNG_MB = 48;

/**
 * The batches of some tapes, read and parsed in a thread of their own, so that both cores work. Throws TapeError as
 * reading them here would.
 */
export async function* batchesOf(paths: readonly string[]): AsyncGenerator<Batch> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    // The thread is a file, even where this process was read from its command line.
    execArgv: [],
    workerData: paths,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const unpacker = new Unpacker();
  try {
    const answers = on(worker, 'message', { close: ['exit'] });
    for (let asked = 0; asked < AHEAD; asked++) worker.postMessage('next');
    for await (const [answer] of answers as AsyncIterable<[FromReader]>) {
      if (answer.kind === 'end') return;
      if (answer.kind === 'refused') throw new TapeError(answer.file, answer.line, answer.reason);
      if (answer.kind === 'defect') throw answer.error;
      yield unpacker.unpack(answer.batch);
      worker.postMessage('next');
    }
    throw new Error('the reading thread ended before the tapes did');
  } finally {
    await worker.terminate();
  }
}
