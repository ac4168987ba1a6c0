import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { type Intake, Warnings } from './intake.ts';

/** Lines in order of time, which are not read before the merge has come to `firstAt`. */
export interface Source {
  readonly firstAt: number;
  readonly lines: () => AsyncGenerator<TapeLine>;
}

interface Open {
  readonly lines: AsyncGenerator<TapeLine>;
  next: TapeLine;
}

/** The lines of all sources in order of time; those of one instant in the order of `sources`. */
export async function* merge(sources: readonly Source[]): AsyncGenerator<TapeLine> {
  const waiting = [...sources].sort((a, b) => a.firstAt - b.firstAt);
  const open: Open[] = [];
  try {
    while (open.length > 0 || waiting.length > 0) {
      let earliest = first(open);
      while (waiting[0] !== undefined && waiting[0].firstAt <= (earliest?.next.receivedAt ?? Infinity)) {
        const lines = (waiting.shift() as Source).lines();
        const { done, value } = await lines.next();
        if (done !== true) open.push({ lines, next: value });
        earliest = first(open);
      }
      if (earliest === undefined) continue;
      yield earliest.next;
      const { done, value } = await earliest.lines.next();
      if (done === true) open.splice(open.indexOf(earliest), 1);
      else earliest.next = value;
    }
  } finally {
    for (const { lines } of open) await lines.return(undefined);
  }
}

const first = (open: readonly Open[]): Open | undefined =>
  open.reduce<Open | undefined>(
    (least, next) => (least === undefined || next.next.receivedAt < least.next.receivedAt ? next : least),
    undefined,
  );

/** Merges the files of a recording, each of which `read` turns into lines in order of time. */
export async function* mergeFiles(
  intake: Intake,
  read: (file: string, intake: Intake) => AsyncGenerator<TapeLine>,
): AsyncGenerator<TapeLine> {
  const sources: Source[] = [];
  for (const file of intake.files) {
    const peeked = read(file, { ...intake, warnings: new Warnings(), onBytes: () => {} });
    const { done, value } = await peeked.next();
    await peeked.return(undefined);
    if (done !== true) sources.push({ firstAt: value.receivedAt, lines: () => read(file, intake) });
  }
  yield* merge(sources);
}
