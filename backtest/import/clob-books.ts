import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import { type BookMessage, parseBookMessage } from './book-message.ts';
import { census, sumCensus, type WindowCensus } from './clob-census.ts';
import type { RecordingFormat } from './format.ts';
import { listedAt, listing, type RecordedWindow, recordedWindow, resolution, resolvedAt } from './gamma.ts';
import type { Intake } from './intake.ts';
import { holdsKeys } from './json.ts';
import { merge, type Source } from './merge.ts';
import { rows } from './rows.ts';

/** Stands for the Up token of a window of which only the Down token was recorded. */
const NO_TOKEN = '0';
/** The last book decides a window at these prices of the Down token. */
const DOWN_WON = 0.97;
const UP_WON = 0.03;

/** Every book message of the market channel, as it came; mostly of one token a window, which is Down. */
export const clobBooks: RecordingFormat = {
  title: 'CLOB book messages',
  files: /\.jsonl(\.gz)?$/,
  derived: true,
  passes: 2,
  shows: 'JSON lines with recv_ms, slug and msg',
  recognises: (head) => holdsKeys(head, 'recv_ms', 'slug', 'msg'),
  lines,
};

async function* lines(intake: Intake): AsyncGenerator<TapeLine> {
  const found: WindowCensus[] = [];
  const firstAt = new Map<string, number>();
  for (const file of intake.files) {
    const windows = await census(file, intake);
    if (windows.length === 0) throw new TapeError(file, 1, `is no recording of ${clobBooks.title}`);
    firstAt.set(file, Math.min(...windows.map((window) => window.firstAt)));
    found.push(...windows);
  }
  const announced: Source[] = [];
  for (const window of sumCensus(found).values()) announced.push(...announcements(window, intake));
  const books = intake.files.map((file) => ({
    firstAt: firstAt.get(file) as number,
    lines: () => read(file, intake),
  }));
  yield* merge([...announced, ...books]);
}

async function* read(file: string, intake: Intake): AsyncGenerator<TapeLine> {
  const reader = {
    parse: parseBookMessage,
    at: ({ receivedAt }: BookMessage) => receivedAt,
    same: ({ frame }: BookMessage) => frame,
  };
  for await (const { receivedAt, frame } of rows(file, intake, reader))
    yield { receivedAt, channel: 'clob', frame };
}

/** The listing of a window before its first book and, where the last book decides it, its outcome. */
function announcements(window: WindowCensus, { warnings }: Intake): Source[] {
  const [down, up] = [...window.tokens].sort(([, a], [, b]) => b.count - a.count);
  const tokens = { up: up?.[0] ?? NO_TOKEN, down: (down as [string, unknown])[0] };
  const recorded = recordedWindow(window.slug, {
    tokens,
    description: `The token with most messages is taken for Down${up === undefined ? '; Up was not recorded' : ''}.`,
    ...(down?.[1].market ? { conditionId: down[1].market } : {}),
  });
  if (recorded === undefined) {
    warnings.add(window.file, undefined, 'slug names no window: its books are kept, but it is not announced');
    return [];
  }
  if (up === undefined)
    warnings.add(window.file, undefined, `holds one token only: taken for Down, Up is "${NO_TOKEN}"`);
  const first = listing(recorded, Math.min(listedAt(recorded.window), window.firstAt));
  const outcome = inferred(recorded, window, down?.[1]);
  return [first, ...outcome].map((line) => ({ firstAt: line.receivedAt, lines: () => one(line) }));
}

async function* one(line: TapeLine): AsyncGenerator<TapeLine> {
  yield line;
}

function inferred(
  recorded: RecordedWindow,
  { lastAt }: WindowCensus,
  down: { readonly bestBid: number; readonly bestAsk: number } | undefined,
): TapeLine[] {
  if (down === undefined || (down.bestBid < DOWN_WON && down.bestAsk > UP_WON)) return [];
  const winner = down.bestBid >= DOWN_WON ? 'down' : 'up';
  const receivedAt = Math.max(resolvedAt(recorded.window), lastAt + 1);
  return [resolution(recorded, { winner, receivedAt, inferred: 'the last recorded book' })];
}
