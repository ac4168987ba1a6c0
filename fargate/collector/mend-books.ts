import type { BookSnapshot } from '../../shared/domain/market/event.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Frame } from '../../shared/ports/feeds.ts';
import { checkBooks } from './book-check.ts';
import type { Collector } from './collect.ts';

interface MendBooksDeps {
  readonly clock: Clock;
  /** Milliseconds of that clock in one of the machine. */
  readonly rate: number;
  readonly collector: Pick<Collector, 'bookOf'>;
  readonly desk: {
    readonly tokens: readonly string[];
    fetchBook(token: string): Promise<string | undefined>;
    restartBooks(reason: string): void;
    vouchForBooks(): void;
    tell(frame: Frame): void;
  };
  readonly bookIn: (frame: string) => BookSnapshot;
  readonly onTrouble: (error: Error) => void;
}

/** How often the books are compared with the venue's own, and how long a change may be on its way. */
const CHECK_MS = 2_500;
const TOLERANCE_MS = 2_000;

/**
 * Asks the venue for the books themselves, since a socket may fall silent for one token alone; when it has, its connection
 * starts over, and the book that the venue told stands until then. When all are the same, a silence is that of a market.
 */
export function mendBooks({ clock, rate, collector, desk, bookIn, onTrouble }: MendBooksDeps) {
  return checkBooks(
    {
      clock,
      tokens: () => desk.tokens,
      bookOf: (token) => collector.bookOf(token),
      fetchBook: async (token) => {
        const frame = await desk.fetchBook(token);
        return frame === undefined ? undefined : { frame, book: bookIn(frame) };
      },
      toleranceMs: TOLERANCE_MS * rate,
      onFrozen: (token, frame) => {
        desk.restartBooks(`token ${token.slice(0, 8)}... is not what the venue says it is`);
        desk.tell({ channel: 'clob-rest', text: frame, at: clock.now() });
      },
      onSame: () => desk.vouchForBooks(),
      onFailed: (_token, error) => onTrouble(error),
    },
    CHECK_MS,
  );
}
