import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Book, upMid } from '../../../../shared/domain/market/book.ts';
import { cents, level, secondsIn, shares } from '../examples.ts';

const bids = [level(48, 200), level(50, 100), level(49, 50)];
const asks = [level(53, 40), level(51, 150), level(52, 80)];

function quoted(): Book {
  const book = new Book();
  book.snapshot(bids, asks, secondsIn(1));
  return book;
}

describe('a book', () => {
  test('holds nothing before its first snapshot, whatever changes', () => {
    const book = new Book();
    book.change('bid', cents(50), shares(100), secondsIn(0));
    expect(book.top(5)).toBeUndefined();
    expect([book.bestBid, book.bestAsk, book.receivedAt]).toEqual([undefined, undefined, undefined]);
    expect(book.levels('bid', 5)).toEqual([]);
    expect(book.levels('ask', 5)).toEqual([]);
  });

  test('lists bids from the highest and asks from the lowest, whatever the order of the wire', () => {
    expect(quoted().top(2)).toEqual({
      bids: [level(50, 100), level(49, 50)],
      asks: [level(51, 150), level(52, 80)],
      receivedAt: secondsIn(1),
    });
    expect(quoted().levels('bid', 9)).toEqual([level(50, 100), level(49, 50), level(48, 200)]);
    expect(quoted().levels('ask', 9)).toEqual([level(51, 150), level(52, 80), level(53, 40)]);
  });

  test('is replaced whole by a snapshot', () => {
    const book = quoted();
    book.snapshot([level(10, 1)], [], secondsIn(2));
    expect(book.top(5)).toEqual({ bids: [level(10, 1)], asks: [], receivedAt: secondsIn(2) });
  });

  test('takes the later of two levels of one price in a snapshot', () => {
    const book = new Book();
    book.snapshot([level(50, 1), level(50, 7), level(49, 3), level(49, 0)], [], secondsIn(0));
    expect(book.levels('bid', 5)).toEqual([level(50, 7)]);
  });

  test('takes a change as the new total of a level', () => {
    const book = quoted();
    book.change('bid', cents(50), shares(30), secondsIn(2));
    book.change('ask', cents(51), shares(31), secondsIn(3));
    expect(book.top(1)).toEqual({ bids: [level(50, 30)], asks: [level(51, 31)], receivedAt: secondsIn(3) });
  });

  test('has a new best when a better level comes', () => {
    const book = quoted();
    book.change('bid', cents(50.5), shares(5), secondsIn(2));
    book.change('ask', cents(50.7), shares(6), secondsIn(2));
    expect([book.bestBid, book.bestAsk]).toEqual([5_050, 5_070]);
  });

  test('falls back to the next level when the best is removed', () => {
    const book = quoted();
    book.change('bid', cents(50), shares(0), secondsIn(2));
    book.change('ask', cents(51), shares(0), secondsIn(2));
    expect([book.bestBid, book.bestAsk]).toEqual([4_900, 5_200]);
  });

  test('keeps its best when a lesser level is removed', () => {
    const book = quoted();
    book.change('bid', cents(49), shares(0), secondsIn(2));
    book.change('ask', cents(52), shares(0), secondsIn(2));
    expect(book.levels('bid', 5)).toEqual([level(50, 100), level(48, 200)]);
    expect(book.levels('ask', 5)).toEqual([level(51, 150), level(53, 40)]);
  });

  test('has no best once a side is empty', () => {
    const book = quoted();
    for (const { price } of bids) book.change('bid', price, shares(0), secondsIn(2));
    for (const { price } of asks) book.change('ask', price, shares(0), secondsIn(2));
    expect(book.top(5)).toEqual({ bids: [], asks: [], receivedAt: secondsIn(2) });
    expect([book.bestBid, book.bestAsk]).toEqual([undefined, undefined]);
  });

  test('is empty after a drop, and deaf until the next snapshot', () => {
    const book = quoted();
    book.drop();
    book.change('bid', cents(50), shares(1), secondsIn(2));
    expect([book.top(5), book.receivedAt, book.bestBid]).toEqual([undefined, undefined, undefined]);
    book.snapshot(bids, asks, secondsIn(3));
    expect(book.top(1)?.receivedAt).toBe(secondsIn(3));
  });

  test('is after any changes what a plain map of levels says', () => {
    const side = fc.constantFrom('bid' as const, 'ask' as const);
    const change = fc.tuple(side, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const book = new Book();
        book.snapshot([], [], secondsIn(0));
        const plain = { bid: new Map<number, number>(), ask: new Map<number, number>() };
        for (const [of, at, size] of changes) {
          book.change(of, cents(at), shares(size), secondsIn(1));
          plain[of].set(cents(at), shares(size));
        }
        const sorted = (of: 'bid' | 'ask', sign: number) =>
          [...plain[of]].filter(([, size]) => size > 0).sort(([a], [b]) => sign * (a - b));
        const listed = (of: 'bid' | 'ask') => book.levels(of, 100).map(({ price, size }) => [price, size]);
        expect(listed('bid')).toEqual(sorted('bid', -1));
        expect(listed('ask')).toEqual(sorted('ask', 1));
        expect(book.bestBid).toBe(sorted('bid', -1)[0]?.[0]);
        expect(book.bestAsk).toBe(sorted('ask', 1)[0]?.[0]);
      }),
    );
  });
});

describe("the market's probability of Up", () => {
  const receivedAt = secondsIn(0);
  const fifty = [level(50, 1)];
  const fiftyOne = [level(51, 1)];

  test.each([
    [fifty, fiftyOne, 0.505],
    [fifty, [], 0.5],
    [[], fiftyOne, 0.51],
    [[], [], undefined],
  ])('from bids %j and asks %j of Up is %d', (bids, asks, expected) => {
    expect(upMid({ up: { bids, asks, receivedAt } })).toBe(expected);
  });

  test('comes from the Down book where Up is not quoted, and from nowhere where neither is', () => {
    const unquoted = { bids: [], asks: [], receivedAt };
    const down = { bids: fifty, asks: fiftyOne, receivedAt };
    expect(upMid({ up: unquoted, down })).toBe(0.495);
    expect(upMid({ down })).toBe(0.495);
    expect(upMid({ up: unquoted, down: unquoted })).toBeUndefined();
    expect(upMid({})).toBeUndefined();
  });
});
