import { InvalidDecimalError } from '../domain/units/decimal.ts';
import { parseReference, type ReferenceValue } from '../domain/units/spot.ts';
import { type EpochMs, epochMs } from '../domain/units/time.ts';
import { MalformedFrameError } from './errors.ts';
import { isoMicros } from './iso-micros.ts';

/** A JSON object as it came off the wire. */
export type Wire = Readonly<Record<string, unknown>>;

/** The parsed frame. Throws {@link MalformedFrameError} when it is no JSON. */
export function wireJson(channel: string, frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch (cause) {
    throw new MalformedFrameError(channel, 'is not JSON', { cause });
  }
}

/** Is told what cannot be read: a frame, or a part of one whose neighbours can. */
export type Refuse = (error: MalformedFrameError) => void;

/** Runs `read`, and refuses what it finds malformed. */
export function wireOr(refuse: Refuse, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof MalformedFrameError)) throw error;
    refuse(error);
  }
}

/** Reads each of `items` for itself: one that is malformed is refused, and its neighbours are kept. */
export function wireEach(
  items: readonly unknown[],
  refuse: Refuse,
  read: (item: unknown, index: number) => void,
): void {
  items.forEach((item, index) => {
    wireOr(refuse, () => read(item, index));
  });
}

export function wireObject(channel: string, value: unknown): Wire {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedFrameError(channel, 'is not an object');
  return value as Wire;
}

export function wireText(channel: string, frame: Wire, key: string): string {
  const value = frame[key];
  if (typeof value !== 'string') throw new MalformedFrameError(channel, `${key} is not a string`);
  return value;
}

export function wireInteger(channel: string, frame: Wire, key: string): number {
  const value = frame[key];
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new MalformedFrameError(channel, `${key} is not an integer`);
  return value;
}

export function wireArray(channel: string, frame: Wire, key: string): readonly unknown[] {
  const value = frame[key];
  if (!Array.isArray(value)) throw new MalformedFrameError(channel, `${key} is not an array`);
  return value;
}

/** A decimal that venues send as a string or as a number. */
export function wireFigure(channel: string, frame: Wire, key: string): string {
  const value = frame[key];
  if (typeof value === 'number') return String(value);
  return wireText(channel, frame, key);
}

/** As milliseconds the year 5138: a count from here on is one of microseconds. */
export const FIRST_MICROSECOND_COUNT = 100_000_000_000_000;

/** Milliseconds since the epoch. */
export function wireInstant(channel: string, key: string, value: unknown): EpochMs {
  const at = wireCount(channel, key, value);
  if (at >= FIRST_MICROSECOND_COUNT) throw new MalformedFrameError(channel, `${key} is not an instant`);
  return epochMs(at);
}

/** Milliseconds or microseconds since the epoch, cut to milliseconds. */
export function wireFineInstant(channel: string, key: string, value: unknown): EpochMs {
  const at = wireCount(channel, key, value);
  return wireInstant(channel, key, at < FIRST_MICROSECOND_COUNT ? at : Math.floor(at / 1000));
}

function wireCount(channel: string, key: string, value: unknown): number {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count <= 0)
    throw new MalformedFrameError(channel, `${key} is not an instant`);
  return count;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** An ISO 8601 instant, cut to milliseconds. */
export function wireIso(channel: string, frame: Wire, key: string): EpochMs {
  const text = wireText(channel, frame, key);
  const at = isoMicros(text) ?? (ISO.test(text) ? Date.parse(text) : Number.NaN);
  if (!(at >= 0)) throw new MalformedFrameError(channel, `${key} is not an instant`);
  return epochMs(at);
}

/** Runs `read`, turning a refused decimal into a {@link MalformedFrameError} that names `key`. */
export function wireDecimal<T>(channel: string, key: string, text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (cause) {
    if (!(cause instanceof InvalidDecimalError)) throw cause;
    throw new MalformedFrameError(channel, `${key} is not a decimal number in range`, { cause });
  }
}

/** A hundred-millionth of a dollar to 90 million dollars: what fits a spot price too. */
const LEAST_REFERENCE = 10n ** 10n;
const MOST_REFERENCE = BigInt(Number.MAX_SAFE_INTEGER) * LEAST_REFERENCE;

/** A reference price, written as a decimal unless `read` says otherwise. */
export function wireReference(
  channel: string,
  key: string,
  text: string,
  read: (text: string) => ReferenceValue = parseReference,
): ReferenceValue {
  const value = wireDecimal(channel, key, text, read);
  if (value < LEAST_REFERENCE || value > MOST_REFERENCE)
    throw new MalformedFrameError(channel, `${key} is not a decimal number in range`);
  return value;
}

/** A pair, and its asset in lower case. */
interface Pair {
  readonly pair: string;
  readonly asset: string;
}

/** `read`, which remembers the last pair: a feed names the same one again and again. */
export function rememberingPair(read: (pair: string) => string): (pair: string) => Pair {
  let last: Pair | undefined;
  return (pair) => {
    if (last?.pair !== pair) last = { pair, asset: read(pair) };
    return last;
  };
}

/** A value of the wire for a reason: short, whatever the venue sent. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
