/** As exchanges write an instant. */
const MICROS = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:[0-5]\d\.\d{6}Z$/;
const MINUTE_CHARS = '2026-11-20T00:15:'.length;
const ZERO = 48;

/** The minute that was read last, and its start: a feed writes the same one hundreds of times. */
let minute = { text: '-', at: Number.NaN };

/**
 * '2026-11-20T00:15:08.123456Z' cut to milliseconds since the epoch: what Date.parse gives, sooner. Undefined for an
 * instant that is written in another way; NaN for one that never was.
 */
export function isoMicros(text: string): number | undefined {
  if (!MICROS.test(text)) return undefined;
  if (!text.startsWith(minute.text)) {
    const start = text.slice(0, MINUTE_CHARS);
    minute = { text: start, at: Date.parse(`${start}00Z`) };
  }
  const digit = (place: number): number => text.charCodeAt(MINUTE_CHARS + place) - ZERO;
  return minute.at + digit(0) * 10_000 + digit(1) * 1_000 + digit(3) * 100 + digit(4) * 10 + digit(5);
}
