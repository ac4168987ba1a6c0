import { expect, test } from 'vitest';
import type { BookTop } from '../../../../shared/domain/market/book.ts';
import { bookFault } from '../../../../shared/domain/market/book-fault.ts';
import type { Side } from '../../../../shared/domain/market/side.ts';
import { cents, level, secondsIn } from '../examples.ts';

/** The best bid and ask of a book in cents; undefined for a side without any. */
const top = (bid: number | undefined, ask: number | undefined): BookTop => ({
  bids: bid === undefined ? [] : [level(bid, 100), level(bid - 1, 100)],
  asks: ask === undefined ? [] : [level(ask, 100), level(ask + 1, 100)],
  receivedAt: secondsIn(0),
});
type Books = Partial<Record<Side, BookTop>>;

test.each<[string, Books]>([
  ['mirror images: a bid of 57 for Up is an offer of Down at 43', { up: top(57, 58), down: top(42, 43) }],
  ['two ticks apart, as while one message moves both', { up: top(57, 58), down: top(44, 45) }],
  ['one alone', { down: top(42, 43) }],
  ['none', {}],
  [
    'without a bid for Up, and so without an offer of Down',
    { up: top(undefined, 1), down: top(98, undefined) },
  ],
])('nothing speaks against books that are %s', (_, books) => {
  expect(bookFault({ books, tickSize: cents(1) })).toBeUndefined();
});

test.each<[string, string, Books]>([
  // Both tokens 0.90 bid and 0.10 asked: two thousand shares at 10 cents look like a gift.
  ['up: crossed', 'bid above ask in both', { up: top(90, 10), down: top(90, 10) }],
  ['down: crossed', 'bid at the ask', { down: top(43, 43) }],
  ['up and down do not mirror each other', 'three ticks apart', { up: top(57, 58), down: top(45, 46) }],
  ['up and down do not mirror each other', 'cheap on both sides', { up: top(9, 10), down: top(9, 10) }],
  ['up: a price outside of 0 to 1', 'offers at a dollar', { up: top(57, 99) }],
  ['up: a price outside of 0 to 1', 'bids at nothing', { up: top(1, 2) }],
])('%s: %s', (fault, _, books) => {
  expect(bookFault({ books, tickSize: cents(1) })).toBe(fault);
});

test('a book that is not what the venue names is not believed', () => {
  const books = { up: top(57, 58), down: top(42, 43) };
  expect(bookFault({ books, suspectBooks: ['down'], tickSize: cents(1) })).toBe(
    'down: not the best prices that the venue names',
  );
});

test('a tick of a tenth of a cent asks for closer mirrors', () => {
  const books = { up: top(97, 97.1), down: top(3, 3.1) };
  // 97.1 + 3.0 is a tick above one; 97.0 + 3.1 too
  expect(bookFault({ books, tickSize: cents(0.1) })).toBeUndefined();
  expect(bookFault({ books: { ...books, down: top(3.2, 3.3) }, tickSize: cents(0.1) })).toBe(
    'up and down do not mirror each other',
  );
});
