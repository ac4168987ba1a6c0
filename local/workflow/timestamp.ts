import { z } from 'zod';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** An RFC 3339 timestamp in milliseconds since 1970, undefined for anything else. */
export function parseTimestamp(value: unknown): number | undefined {
  if (typeof value !== 'string' || !RFC_3339.test(value)) return undefined;
  const at = Math.floor(Date.parse(value));
  return Number.isNaN(at) ? undefined : at;
}

export const timestamp = z.string().refine((text) => parseTimestamp(text) !== undefined, {
  error: 'a timestamp is written like 2026-11-20T00:15:00Z',
});
