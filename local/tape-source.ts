import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { TapeHeader } from '../shared/adapters/tape/format.ts';
import { TapeReader } from '../shared/adapters/tape/read.ts';
import { TapeError } from '../shared/contracts/errors.ts';
import { type EpochMs, epochMs } from '../shared/domain/units/time.ts';

/** Tapes that are read one after the other, in the order of their first lines. */
export interface TapeSource {
  readonly header: TapeHeader;
  /** In the order in which they are read. */
  readonly paths: readonly string[];
  /** When the first frame was received. */
  readonly from: EpochMs;
  readonly bytes: number;
}

/** Opens one tape, or several as one: they must all be synthetic or none. */
export async function openTapes(paths: readonly string[]): Promise<TapeSource> {
  const heads = await Promise.all(paths.map(head));
  heads.sort((a, b) => a.from - b.from);
  const header = heads[0]?.header as TapeHeader;
  const mixed = heads.find((each) => each.header.synthetic !== header.synthetic);
  if (mixed !== undefined)
    throw new TapeError(mixed.path, 1, 'synthetic and recorded tapes cannot be replayed as one');
  const sizes = await Promise.all(heads.map(({ path }) => stat(path)));
  return {
    header: { ...header, derived: heads.some((each) => each.header.derived) },
    paths: heads.map(({ path }) => path),
    from: epochMs(heads[0]?.from ?? 0),
    bytes: sizes.reduce((sum, { size }) => sum + size, 0),
  };
}

async function head(path: string): Promise<{ path: string; header: TapeHeader; from: number }> {
  const reader = await TapeReader.open(path);
  try {
    for (let lines = await reader.next(() => {}); lines !== undefined; lines = await reader.next(() => {}))
      if (lines[0] !== undefined) return { path, header: reader.header, from: lines[0].receivedAt };
  } finally {
    reader.close();
  }
  throw new TapeError(path, undefined, 'holds no frame');
}

/** SHA-256 over the bytes of the tapes, in order. */
export async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) await pipeline(createReadStream(path), hash, { end: false });
  return hash.digest('hex');
}
