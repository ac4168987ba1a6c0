import { QuarterhourError } from '../../shared/contracts/errors.ts';
import type { Book, BookSide, Level } from '../../shared/domain/market/book.ts';
import type { BookSnapshot } from '../../shared/domain/market/event.ts';
import { PRICE_ONE } from '../../shared/domain/units/money.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { HeardBook } from './feeds.ts';

/**
 * What the venue's own answer says of the book that the socket made: `same` levels; we are `ahead` of it; it knows a
 * change that we are `behind`; or both speak of one moment and have `diverged`.
 */
export type BookVerdict = 'same' | 'ahead' | 'behind' | 'diverged';

/**
 * Compares what was heard with a `GET /book`. Its timestamp is that of the book's last change, and the socket stamps that
 * change with the same one, so that timestamp and levels tell what the hash would: a hash names a moment, not whether
 * our levels are right.
 *
 * @internal told alone to its tests
 */
export function compareBooks({ book, heardAt }: Omit<HeardBook, 'agrees'>, told: BookSnapshot): BookVerdict {
  if (book.receivedAt !== undefined && isSame(book, 'bid', told.bids) && isSame(book, 'ask', told.asks))
    return 'same';
  if (told.exchangeAt < heardAt) return 'ahead';
  return told.exchangeAt > heardAt || book.receivedAt === undefined ? 'behind' : 'diverged';
}

function isSame(book: Book, side: BookSide, told: readonly Level[]): boolean {
  const ours = book.levels(side, PRICE_ONE);
  const sizes = new Map(told.map(({ price, size }) => [price, size]));
  for (const [price, size] of sizes) if (size === 0) sizes.delete(price);
  return ours.length === sizes.size && ours.every(({ price, size }) => sizes.get(price) === size);
}

/** An answer of `GET /book`: the frame as it came, and the book in it. */
export interface ToldBook {
  readonly frame: string;
  readonly book: BookSnapshot;
}

export interface BookCheckDeps {
  readonly clock: Clock;
  /** The tokens that matter now. */
  readonly tokens: () => readonly string[];
  readonly bookOf: (token: string) => HeardBook | undefined;
  /** Undefined when the venue has no book of the token. */
  readonly fetchBook: (token: string) => Promise<ToldBook | undefined>;
  /** A change may be on its way for so long before its absence means that the socket is frozen. */
  readonly toleranceMs: number;
  /** The socket no longer tells of this token; `frame` is what the book is instead. */
  readonly onFrozen: (token: string, frame: string) => void;
  /** All of the venue's books are those of the socket, which may be silent while there is nothing to tell. */
  readonly onSame: () => void;
  /** The venue could not be asked; the next round asks again. */
  readonly onFailed: (token: string, error: QuarterhourError) => void;
}

/** Since when there has been the same thing wrong with a token. */
interface Doubt {
  readonly since: EpochMs;
  /** What is wrong; for a book that is behind, the last that was heard of it. */
  readonly what: 'awaits-snapshot' | 'diverged' | EpochMs;
}

/**
 * One round: asks for every token's book. A token is frozen when it was behind at two looks, `toleranceMs` or more apart,
 * between which nothing was heard of it: a change of a quiet book may be on its way at the first. It is no better when
 * its book waits for a snapshot at both, or has diverged at both: no change that comes mends that. The answer for a lively
 * book is older than what was heard since, and proves nothing; there the best prices that came with the last change do.
 *
 * @internal told alone to its tests
 */
export function makeBookCheck(deps: BookCheckDeps): () => Promise<void> {
  const doubts = new Map<string, Doubt>();
  return async () => {
    const tokens = deps.tokens();
    for (const token of doubts.keys()) if (!tokens.includes(token)) doubts.delete(token);
    const verdicts = await Promise.all(tokens.map((token) => checkBook(token, doubts, deps)));
    if (verdicts.includes('same') && !verdicts.includes('other')) deps.onSame();
  };
}

/** Whether the venue's book is `same` as ours; `unknown` where it has none, or we do not know the token. */
async function checkBook(
  token: string,
  doubts: Map<string, Doubt>,
  deps: BookCheckDeps,
): Promise<'same' | 'unknown' | 'other'> {
  let told: ToldBook | undefined;
  try {
    told = await deps.fetchBook(token);
  } catch (error) {
    if (!(error instanceof QuarterhourError)) throw error;
    deps.onFailed(token, error);
    return 'other';
  }
  const heard = deps.bookOf(token);
  if (told === undefined || heard === undefined) return 'unknown';
  const what = judge(heard, told.book);
  if (what === 'same' || what === 'ahead') {
    doubts.delete(token);
    return what === 'same' ? 'same' : 'other';
  }
  const now = deps.clock.now();
  const before = doubts.get(token);
  if (before?.what !== what) doubts.set(token, { since: now, what });
  else if (now - before.since >= deps.toleranceMs) {
    doubts.delete(token);
    deps.onFrozen(token, told.frame);
  }
  return 'other';
}

/** What is wrong with our book, or that it is the same or ahead. */
function judge(heard: HeardBook, told: BookSnapshot): Doubt['what'] | 'same' | 'ahead' {
  if (heard.book.receivedAt === undefined) return 'awaits-snapshot';
  const verdict = compareBooks(heard, told);
  if (verdict === 'behind') return heard.agrees ? heard.heardAt : 'diverged';
  return verdict === 'ahead' && !heard.agrees ? 'diverged' : verdict;
}

/** A round every `everyMs`, none before the last has ended. */
export function checkBooks(deps: BookCheckDeps, everyMs: number): { stop(): void } {
  const check = makeBookCheck(deps);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const later = (): void => {
    timer = setTimeout(async () => {
      await check();
      if (!stopped) later();
    }, everyMs);
  };
  later();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
