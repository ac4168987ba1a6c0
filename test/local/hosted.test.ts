import { expect, test } from 'vitest';
import { hosted } from '../../local/hosted.ts';

test('only JSON goes in and only JSON comes out', async () => {
  let seen: unknown;
  const task = hosted('f', async (event) => {
    seen = event;
    return { at: new Date(0), none: undefined, huge: Number.POSITIVE_INFINITY };
  });
  const input = { list: [undefined, Number.NaN], nothing: undefined, when: new Date(0) };
  expect(await task(input)).toEqual({ at: '1970-01-01T00:00:00.000Z', huge: null });
  expect(seen).toEqual({ list: [null, null], when: '1970-01-01T00:00:00.000Z' });
});

test('a task that returns nothing, or is given nothing, has null', async () => {
  const echo = hosted('f', async (event) => (event === null ? undefined : event));
  expect(await echo(undefined)).toBeNull();
});

test('a value that JSON does not have is our own mistake', async () => {
  const task = hosted('f', async () => ({ value: 1n }));
  await expect(task({})).rejects.toThrow(TypeError);
});

test('a task knows its name and how long it may still take', async () => {
  const task = hosted('place-order', async (_, context) => [
    context.functionName,
    context.getRemainingTimeInMillis(),
  ]);
  expect(await task({})).toEqual(['place-order', 30_000]);
});
