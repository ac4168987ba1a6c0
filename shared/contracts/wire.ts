import { InvalidDecimalError } from '../domain/units/decimal.ts';
import { type EpochMs, epochMs } from '../domain/units/time.ts';
import { MalformedFrameError } from './errors.ts';

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

/** Milliseconds since the epoch. */
export function wireInstant(channel: string, key: string, value: unknown): EpochMs {
  const at = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || at <= 0)
    throw new MalformedFrameError(channel, `${key} is not an instant`);
  return epochMs(at);
}

/** An ISO 8601 instant, cut to milliseconds. */
export function wireIso(channel: string, frame: Wire, key: string): EpochMs {
  const at = Date.parse(wireText(channel, frame, key));
  if (!(at >= 0)) throw new MalformedFrameError(channel, `${key} is not an instant`);
  return epochMs(Math.floor(at));
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
