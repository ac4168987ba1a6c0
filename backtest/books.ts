import { Book, type Level } from '../shared/domain/market/book.ts';
import type { MarketEvent } from '../shared/domain/market/event.ts';
import { formatPrice, formatShares } from '../shared/domain/units/money.ts';
import type { EpochMs } from '../shared/domain/units/time.ts';
import { type TapeSink, tapeEvents } from './events.ts';

/** 'received_ms,slug,asset_id,bid1,bid_sz1,...,ask1,ask_sz1,...' */
export function booksHeader(levels: number): string {
  const side = (name: string): string[] =>
    Array.from({ length: levels }, (_, index) => [`${name}${index + 1}`, `${name}_sz${index + 1}`]).flat();
  return ['received_ms', 'slug', 'asset_id', ...side('bid'), ...side('ask')].join(',');
}

/**
 * A CSV row for every book that a message left changed: its best `levels` of both sides, best first, an absent level
 * empty. A message about both tokens gives a row for each, in the order in which it names them.
 */
export async function* bookRows(path: string, levels: number, sink: TapeSink): AsyncGenerator<string[]> {
  const books = new Map<string, Book>();
  const slugs = new Map<string, string>();
  const rowOf = (token: string, receivedAt: EpochMs): string => {
    const book = books.get(token) as Book;
    const sides = [
      ...cells(book.levels('bid', levels), levels),
      ...cells(book.levels('ask', levels), levels),
    ];
    return [receivedAt, slugs.get(token) ?? '', token, ...sides].join(',');
  };
  for await (const frames of tapeEvents(path, sink)) {
    const rows: string[] = [];
    for (const { receivedAt, events } of frames) {
      const touched = new Set<string>();
      for (const event of events) {
        if (event.kind === 'books-lost')
          for (const lost of event.tokens ?? [...touched]) touched.delete(lost);
        const token = take(event, receivedAt, books, slugs);
        if (token === undefined) continue;
        // Messages of one frame are rows of their own; the changes of one message are one row.
        if (event.kind === 'book') rows.push(rowOf(token, receivedAt));
        else touched.add(token);
      }
      for (const token of touched) rows.push(rowOf(token, receivedAt));
    }
    yield rows;
  }
}

/** The token whose book the event changed, if it did. */
function take(
  event: MarketEvent,
  receivedAt: EpochMs,
  books: Map<string, Book>,
  slugs: Map<string, string>,
): string | undefined {
  if (event.kind === 'listed') {
    for (const token of Object.values(event.market.tokens)) slugs.set(token, event.market.slug);
    return undefined;
  }
  if (event.kind === 'tick-size') books.get(event.token)?.drop();
  // What comes after a gap, or a message that cannot be read, does not follow on what the books hold.
  if (event.kind === 'gap' && event.channel === 'clob') for (const book of books.values()) book.drop();
  if (event.kind === 'books-lost') for (const token of event.tokens ?? books.keys()) books.get(token)?.drop();
  if (event.kind === 'book') {
    const book = books.get(event.token) ?? new Book();
    books.set(event.token, book);
    book.snapshot(event.bids, event.asks, receivedAt);
    return event.token;
  }
  if (event.kind !== 'level') return undefined;
  const book = books.get(event.token);
  if (book?.receivedAt === undefined) return undefined;
  book.change(event.side, event.price, event.size, receivedAt);
  return event.token;
}

function cells(found: readonly Level[], levels: number): string[] {
  const row = found.flatMap(({ price, size }) => [formatPrice(price), formatShares(size)]);
  return row.concat(Array<string>(2 * levels - row.length).fill(''));
}
