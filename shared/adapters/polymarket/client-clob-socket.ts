import { SECOND_MS } from '../../domain/units/time.ts';
import type { FrameKind, Protocol } from '../../ports/feeds.ts';
import { CLOB_BOOKS, clobSubscription, PING } from './messages.ts';

/**
 * The CLOB's market channel (facts 6.1 and 6.5). It is known to answer pings for hours and send nothing else, so that
 * only a word on our own books counts; news of markets come for everybody's.
 */
export const clobProtocol = ({
  urls,
  tokens,
}: {
  urls: readonly string[];
  /** Whose books to ask for on a new connection. Without any nothing is said, and nothing will come. */
  tokens: () => readonly string[];
}): Protocol => ({
  channel: 'clob',
  urls,
  opening() {
    const now = tokens();
    return now.length === 0 ? [] : [clobSubscription(now)];
  },
  kindOf,
  silenceMs: 4_000,
  ping: { text: PING, everyMs: 10 * SECOND_MS },
});

const kindOf = (text: string): FrameKind => (CLOB_BOOKS.test(text) ? 'data' : 'reply');
