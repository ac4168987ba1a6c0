import type { Task } from '../shared/runtime/pipeline.ts';

/** As long as the function may take in AWS. */
const DEADLINE_MS = 30_000;

/** A task as Lambda would run it: only JSON goes in and only JSON comes out. */
export const hosted =
  (functionName: string, task: Task) =>
  async (input: unknown): Promise<unknown> => {
    const output = await task(throughJson(input), {
      functionName,
      getRemainingTimeInMillis: () => DEADLINE_MS,
    });
    return throughJson(output);
  };

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
