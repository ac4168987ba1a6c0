import type { z } from 'zod';

/** The JSON value of a line; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Parses a line that holds one JSON object of `schema`, or says what is wrong with it. */
export function jsonParser<T>(schema: z.ZodType<T>) {
  return (text: string): T | string => {
    const json = jsonOf(text);
    if (json === undefined) return 'is not JSON';
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const where = issue?.path.filter((part) => typeof part === 'string').join('.');
    return `${where === '' ? 'the line' : where}: ${issue?.message}`;
  };
}

/** Whether one of the first lines of a file is a JSON object with all of `keys`. */
export const holdsKeys = (head: readonly string[], ...keys: string[]): boolean =>
  head.some((text) => {
    const json = jsonOf(text);
    return typeof json === 'object' && json !== null && keys.every((key) => key in json);
  });
