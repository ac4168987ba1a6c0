import middy from '@middy/core';
import type { z } from 'zod';
import { InvalidTaskInputError } from '../contracts/errors.ts';

/** A task as a host calls it: JSON in, JSON out, and how long it may still take. */
export type Task = (event: unknown, context: TaskContext) => Promise<unknown>;

/** The part of Lambda's context that both hosts have. */
interface TaskContext {
  readonly functionName: string;
  getRemainingTimeInMillis(): number;
}

/**
 * The pipeline that every task runs in, here and in Lambda: its input is parsed by its contract before the handler
 * sees it, its output checked after. An input that the contract does not allow is an InvalidTaskInputError; an output
 * that it does not allow is ours and rises as it is.
 */
export function pipeline<Input extends z.ZodType, Output extends z.ZodType>(
  contract: { readonly input: Input; readonly output: Output },
  handler: (input: z.output<Input>) => Promise<z.input<Output>>,
): Task {
  return middy<unknown, unknown, Error, TaskContext>((event: unknown) =>
    handler(event as z.output<Input>),
  ).use({
    before: (request) => {
      const parsed = contract.input.safeParse(request.event);
      if (!parsed.success) throw invalid(request.context.functionName, parsed.error);
      request.event = parsed.data;
    },
    after: (request) => {
      request.response = contract.output.parse(request.response);
    },
  }) as unknown as Task;
}

function invalid(task: string, error: z.ZodError): InvalidTaskInputError {
  const issues = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return new InvalidTaskInputError(`${task}: ${issues.join('; ')}`, { cause: error });
}
