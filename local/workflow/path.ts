import { z } from 'zod';
import { StatesError } from './states-error.ts';

/** What paths can see: the data by `$`, the execution by `$$`. */
export interface Scope {
  readonly data: unknown;
  readonly context: {
    readonly Execution: { readonly Name: string; readonly StartTime: string };
    readonly State: { readonly EnteredTime: string };
    readonly Task?: { readonly Token: string };
  };
}

export const TOKEN_PATH = '$$.Task.Token';
const CONTEXT_PATHS = ['$$.Execution.Name', '$$.Execution.StartTime', '$$.State.EnteredTime', TOKEN_PATH];
const DATA_PATH = /^\$(\.[A-Za-z_]\w*)*$/;

export function unreadable(text: unknown): string {
  const wanted = `$, $.field.field, ${CONTEXT_PATHS.join(', ')}`;
  const what = String(text).startsWith('States.') ? 'intrinsic function' : 'path';
  return `the ${what} ${JSON.stringify(text)} is not supported, only ${wanted}`;
}

/** A path that is read. */
export const path = z.string().refine((text) => DATA_PATH.test(text) || CONTEXT_PATHS.includes(text), {
  error: ({ input }) => unreadable(input),
});
/** A path where a result is put. */
export const resultPath = z.string().regex(DATA_PATH, { error: 'a result goes to $ or $.field.field' });

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path, undefined where there is none (JSON has no undefined). */
export function find(from: string, { data, context }: Scope): unknown {
  let value: unknown = from.startsWith('$$') ? context : data;
  for (const field of from.split('.').slice(1)) {
    if (!isObject(value) || !Object.hasOwn(value, field)) return undefined;
    value = value[field];
  }
  return value;
}

/** The value at a path that must lead somewhere. */
export function read(from: string, scope: Scope): unknown {
  const value = find(from, scope);
  if (value === undefined) throw new StatesError('States.Runtime', `the path ${from} leads nowhere`);
  return value;
}

/** InputPath and OutputPath: everything when absent, an empty object when null. */
export function select(from: string | null | undefined, scope: Scope): unknown {
  if (from === null) return {};
  return from === undefined ? scope.data : read(from, scope);
}

/** ResultPath: the result instead of the input when absent, the input alone when null. */
export function place(to: string | null | undefined, input: unknown, result: unknown): unknown {
  if (to === null) return input;
  return put(input, (to ?? '$').split('.').slice(1), result);
}

function put(target: unknown, fields: readonly string[], value: unknown): unknown {
  const [field, ...rest] = fields;
  if (field === undefined) return value;
  if (!isObject(target)) {
    throw new StatesError('States.ResultPathMatchFailure', `there is no object to hold ${field}`);
  }
  return { ...target, [field]: put(Object.hasOwn(target, field) ? target[field] : {}, rest, value) };
}
