import { expect, test } from 'vitest';
import { z } from 'zod';
import { InvalidTaskInputError } from '../../../shared/contracts/errors.ts';
import { pipeline } from '../../../shared/runtime/pipeline.ts';

const contract = {
  input: z.strictObject({ windowId: z.string().min(1), at: z.int().transform((value) => value * 2) }),
  output: z.strictObject({ kind: z.literal('done') }),
};
const context = { functionName: 'open-window', getRemainingTimeInMillis: () => 1_000 };
const done = async () => ({ kind: 'done' }) as const;

test('a handler gets its input parsed', async () => {
  const seen: unknown[] = [];
  const task = pipeline(contract, async (input) => {
    seen.push(input);
    return done();
  });
  expect(await task({ windowId: 'w', at: 21 }, context)).toEqual({ kind: 'done' });
  expect(seen).toEqual([{ windowId: 'w', at: 42 }]);
});

test.each<[string, unknown, RegExp]>([
  ['a field that is missing', { at: 1 }, /^open-window: windowId: /],
  ['two that are wrong', { windowId: '', at: 0.5 }, /^open-window: windowId: .*; at: /],
  ['a field too many', { windowId: 'w', at: 1, extra: 1 }, /^open-window: .*"extra"/],
  ['no object', null, /^open-window: /],
])('an input with %s is refused with the task and the field', async (_, input, message) => {
  const run = pipeline(contract, done)(input, context);
  await expect(run).rejects.toThrow(InvalidTaskInputError);
  await expect(run).rejects.toThrow(message);
});

test('an output that the contract does not allow rises as it is', async () => {
  const task = pipeline(contract, async () => ({ kind: 'half-done' }) as never);
  const run = task({ windowId: 'w', at: 1 }, context);
  await expect(run).rejects.toThrow(z.ZodError);
  await expect(run).rejects.not.toThrow(InvalidTaskInputError);
});

test('an error of the handler rises as it is', async () => {
  const failure = new Error('the venue is closed');
  const task = pipeline(contract, () => Promise.reject(failure));
  await expect(task({ windowId: 'w', at: 1 }, context)).rejects.toBe(failure);
});
