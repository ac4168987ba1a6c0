import { z } from 'zod';
import { isObject, path, read, type Scope, unreadable } from './path.ts';

const isPathField = (field: string): boolean => field.endsWith('.$');
const withoutMark = (field: string): string => field.slice(0, -2);

function problemsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(problemsOf);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    if (!isPathField(field)) return problemsOf(inner);
    if (Object.hasOwn(value, withoutMark(field)))
      return [`${field} and ${withoutMark(field)} exclude each other`];
    return path.safeParse(inner).success ? [] : [unreadable(inner)];
  });
}

/** JSON in which a field `name.$` holds the path of what `name` shall be. */
export const template = z.json().superRefine((value, refinement) => {
  for (const problem of problemsOf(value)) refinement.addIssue(problem);
});

/** A template with its paths followed: `{ "id.$": "$.a" }` over `{ a: 1 }` is `{ id: 1 }`. */
export function fill(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((inner) => fill(inner, scope));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) =>
      isPathField(field) ? [withoutMark(field), read(String(inner), scope)] : [field, fill(inner, scope)],
    ),
  );
}
