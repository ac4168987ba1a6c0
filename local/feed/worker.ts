import { parentPort, workerData } from 'node:worker_threads';
import { TapeError } from '../../shared/contracts/errors.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import { readBatches } from './read.ts';
import type { FromReader } from './thread.ts';

/** The reading thread: a batch for every message it gets, then `end`. */
invariant(parentPort !== null, 'this file runs as a thread');
const port = parentPort;
const batches = readBatches(workerData as readonly string[]);

async function next(): Promise<FromReader> {
  try {
    const { done, value } = await batches.next();
    return done === true ? { kind: 'end' } : { kind: 'batch', batch: value };
  } catch (error) {
    if (error instanceof TapeError)
      return { kind: 'refused', file: error.file, line: error.line, reason: error.reason };
    return { kind: 'defect', error };
  }
}

/** Answers in the order of the questions. */
let answered = Promise.resolve();
port.on('message', () => {
  answered = answered.then(async () => {
    const answer = await next();
    port.postMessage(answer, answer.kind === 'batch' ? [answer.batch.numbers.buffer] : []);
    if (answer.kind !== 'batch') port.close();
  });
});
