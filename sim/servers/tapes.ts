import type { TapeHeader, TapeLine } from '../../shared/adapters/tape/format.ts';
import { TapeReader } from '../../shared/adapters/tape/read.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import { type EpochMs, epochMs } from '../../shared/domain/units/time.ts';

/** Tapes that are played one after the other, in the order of their first lines. */
export interface Programme {
  readonly header: TapeHeader;
  readonly paths: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

interface Span {
  readonly path: string;
  readonly header: TapeHeader;
  readonly from: number;
  readonly to: number;
}

/** Reads the tapes once, for their first and last lines. */
export async function openProgramme(paths: readonly string[]): Promise<Programme> {
  const spans: Span[] = [];
  for (const path of paths) spans.push(await spanOf(path));
  spans.sort((a, b) => a.from - b.from);
  const [first] = spans;
  if (first === undefined) throw new TapeError('', undefined, 'name a tape');
  return {
    header: { ...first.header, synthetic: spans.some(({ header }) => header.synthetic) },
    paths: spans.map(({ path }) => path),
    from: epochMs(first.from),
    to: epochMs(Math.max(...spans.map(({ to }) => to))),
  };
}

async function spanOf(path: string): Promise<Span> {
  let header: TapeHeader | undefined;
  let from: number | undefined;
  let to = 0;
  const reader = await TapeReader.open(path);
  try {
    header = reader.header;
    for await (const lines of chunks(reader)) {
      from ??= lines[0]?.receivedAt;
      to = lines.at(-1)?.receivedAt ?? to;
    }
  } finally {
    reader.close();
  }
  if (from === undefined) throw new TapeError(path, undefined, 'holds no frame');
  return { path, header, from, to };
}

/**
 * The lines of all tapes from an instant on, a chunk at a time; lines that are none are left out. Those before have
 * gone to `past` when this resolves.
 */
export async function linesFrom(
  programme: Programme,
  from: EpochMs,
  past: (lines: readonly TapeLine[]) => void,
): Promise<AsyncIterable<readonly TapeLine[]>> {
  const all = linesOf(programme);
  for (let next = await all.next(); next.done !== true; next = await all.next()) {
    const first = next.value.findIndex(({ receivedAt }) => receivedAt >= from);
    past(first < 0 ? next.value : next.value.slice(0, first));
    if (first >= 0) return followed(next.value.slice(first), all);
  }
  return all;
}

async function* followed<T>(first: T, others: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield* others;
}

async function* linesOf({ paths }: Programme): AsyncGenerator<readonly TapeLine[]> {
  for (const path of paths) {
    const reader = await TapeReader.open(path);
    try {
      yield* chunks(reader);
    } finally {
      reader.close();
    }
  }
}

async function* chunks(reader: TapeReader): AsyncGenerator<readonly TapeLine[]> {
  for (let lines = await reader.next(ignored); lines !== undefined; lines = await reader.next(ignored))
    yield lines;
}

const ignored = () => {};
