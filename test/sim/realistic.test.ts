import { beforeAll, describe, expect, test } from 'vitest';
import { REALISTIC } from '../../sim/realistic.ts';
import {
  autocorrelation,
  bookAt,
  followedAfter,
  mean,
  midOf,
  quantile,
  reactions,
  returns,
  type SampledDay,
  sampleDay,
  variance,
} from './sampled.ts';
import { framesOf, shortTape } from './taken.ts';

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1);
const MINUTE_MS = 60_000;

describe('ten realistic days are like those recorded:', () => {
  let days: SampledDay[];

  beforeAll(() => {
    days = SEEDS.map((seed) => sampleDay(seed, REALISTIC));
  }, 600_000);

  // The recorded 15-minute books of August 2026, whird_btc_books_1min_202608: nearest sample to the minute.
  test.each([
    [1, 0.228],
    [2, 0.213],
    [3, 0.202],
    [4, 0.188],
    [5, 0.178],
    [7, 0.159],
    [10, 0.108],
    [12, 0.087],
  ])('the Brier score of the mid at minute %d is within 0.02 of %d', (minute, recorded) => {
    const scores = days.flatMap(({ windows }) =>
      windows.map(({ openAt, books, isUp }) => {
        const mid = midOf(books[bookAt(books, openAt + minute * MINUTE_MS)]!);
        return (mid - (isUp ? 1 : 0)) ** 2;
      }),
    );
    expect(scores).toHaveLength(960);
    expect(Math.abs(mean(scores) - recorded)).toBeLessThan(0.02);
  });

  test('3 to 8 % of windows are 0.3 % from their open after 3, 4 or 5 minutes', () => {
    // 4.8 % of 2,879 windows of binance_klines_1m
    const reached = days.flatMap(({ priceAt, windows }) =>
      windows.map(({ openAt }): number =>
        [3, 4, 5].some((at) => Math.abs(priceAt(openAt + at * MINUTE_MS) / priceAt(openAt) - 1) >= 0.003)
          ? 1
          : 0,
      ),
    );
    expect(mean(reached)).toBeGreaterThan(0.03);
    expect(mean(reached)).toBeLessThan(0.08);
  });

  test('volatility is 0.72e-4 per root second, and differs from day to day', () => {
    // 1-minute returns of 30 days together, and 0.24e-4 to 1.08e-4 a day: binance_klines_1m
    const byDay = days.map((day) => variance(returns(day, MINUTE_MS)) / 60);
    expect(Math.sqrt(mean(byDay))).toBeGreaterThan(0.62e-4);
    expect(Math.sqrt(mean(byDay))).toBeLessThan(0.82e-4);
    expect(Math.sqrt(Math.min(...byDay))).toBeLessThan(0.45e-4);
    expect(Math.sqrt(Math.max(...byDay))).toBeGreaterThan(0.85e-4);
  });

  test('returns of a second are correlated, and a minute moves more than its seconds say', () => {
    // 0.11 and 1.56: facts/reaction.md 4; 0.15-0.19 and 1.3-2.1 in spot_multifeed_100ms and chainlink_day_20260724
    const seconds = days.map((day) => returns(day, 1_000));
    expect(mean(seconds.map((each) => autocorrelation(each, 1)))).toBeCloseTo(0.13, 1);
    const minute = mean(days.map((day) => variance(returns(day, MINUTE_MS)))) / 60;
    const ratio = minute / mean(seconds.map(variance));
    expect(ratio).toBeGreaterThan(1.35);
    expect(ratio).toBeLessThan(1.8);
  });

  test('a quarter hour moves as its minutes say', () => {
    // 0.94 of 30 days together, 0.60-1.51 for nine days of ten: binance_klines_1m
    const minute = mean(days.map((day) => variance(returns(day, MINUTE_MS))));
    const ratio = mean(days.map((day) => variance(returns(day, 15 * MINUTE_MS)))) / 15 / minute;
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.15);
  });

  // Mean over 30 days of binance_klines_1m
  test.each([
    [1, 0.27],
    [5, 0.2],
    [15, 0.17],
    [60, 0.11],
  ])('absolute 1-minute returns, %d minutes apart, are correlated by %d', (lag, recorded) => {
    const found = mean(days.map((day) => autocorrelation(returns(day, MINUTE_MS).map(Math.abs), lag)));
    expect(Math.abs(found - recorded)).toBeLessThan(0.08);
  });

  test('more of a quarter hour happens in its first ten minutes', () => {
    // 71.7 % of the variance instead of 66.7 %: binance_klines_1m
    const early = mean(
      days.flatMap(({ priceAt, windows }) =>
        windows.map(({ openAt }) => Math.log(priceAt(openAt + 600_000) / priceAt(openAt)) ** 2),
      ),
    );
    const late = mean(
      days.flatMap(({ priceAt, windows }) =>
        windows.map(({ openAt }) => Math.log(priceAt(openAt + 900_000) / priceAt(openAt + 600_000)) ** 2),
      ),
    );
    expect(early / (early + late)).toBeGreaterThan(0.68);
    expect(early / (early + late)).toBeLessThan(0.78);
  });

  test('books between 10 and 90 cents are a cent wide', () => {
    // 97.9 % of the samples of whird_btc_books_1min_202608
    const spreads = days.flatMap(({ windows }) =>
      windows.flatMap(({ openAt, books }) =>
        Array.from({ length: 12 }, (_, i) => books[bookAt(books, openAt + (i + 1) * MINUTE_MS)]!)
          .filter(({ bid, ask }) => bid >= 0.1 && ask <= 0.9)
          .map(({ bid, ask }) => Math.round(100 * (ask - bid))),
      ),
    );
    const narrow = spreads.filter((cents) => cents === 1).length / spreads.length;
    expect(narrow).toBeGreaterThan(0.965);
    expect(narrow).toBeLessThan(0.995);
  });

  describe('after a jump of the formula', () => {
    let all: ReturnType<typeof reactions>;
    beforeAll(() => {
      all = days.slice(0, 4).flatMap(reactions);
    }, 120_000);

    // facts/reaction.md 1, server clocks: a quarter taken in after 150 ms, half after 250 (299 after a jump), three quarters
    // after 300, 90 % after 400 (577 after a jump)
    test.each([
      [0.25, 100, 230],
      [0.5, 200, 300],
      [0.75, 280, 450],
      [0.9, 380, 700],
    ])('the books have followed by %d after %d to %d ms', (share, least, most) => {
      expect(all.length).toBeGreaterThan(100);
      expect(followedAfter(all, share)).toBeGreaterThanOrEqual(least);
      expect(followedAfter(all, share)).toBeLessThanOrEqual(most);
    });

    test('the best price changes after some 200 ms', () => {
      // facts/reaction.md 1: 197 ms
      const touched = quantile(
        all.flatMap(({ touchedMs }) => touchedMs ?? []),
        0.5,
      );
      expect(touched).toBeGreaterThan(120);
      expect(touched).toBeLessThan(280);
    });
  });

  test('takers find two in five of the quotes that a jump leaves behind', () => {
    // facts/reaction.md 1: 41 %; the others are cancelled
    const taken = days.flatMap(({ windows }) =>
      windows.flatMap(({ books, tradedAt }) => {
        const moved: number[] = [];
        let before = books[0]!;
        books.forEach((book, i) => {
          if (books[i + 1]?.at === book.at) return;
          // More than the 3 cents from which takers race, and the cent that the trade itself moves
          if (Math.abs(midOf(book) - midOf(before)) >= 0.045) moved.push(tradedAt.has(book.at) ? 1 : 0);
          before = book;
        });
        return moved;
      }),
    );
    expect(taken.length).toBeGreaterThan(200);
    expect(Math.abs(mean(taken) - 0.41)).toBeLessThan(0.08);
  });
});

test('shares at the touch are those of the recorded books', () => {
  // 70 / 161 / 302 at the quartiles between 10 and 90 cents: whird_btc_books_1min_202608
  const tape = shortTape(5, 8);
  const sizes: number[] = [];
  const books = new Map<string, { bids: Map<string, number>; asks: Map<string, number> }>();
  const levels = (side: { price: string; size: string }[]) =>
    new Map(side.map(({ price, size }) => [price, Number(size)]));
  let second = 0;
  for (const { at, frame } of framesOf(tape, 'clob')) {
    if (Array.isArray(frame)) {
      for (const { asset_id, bids, asks } of frame)
        books.set(asset_id, { bids: levels(bids), asks: levels(asks) });
    } else if (frame.event_type === 'price_change') {
      for (const { asset_id, price, size, side } of frame.price_changes)
        books.get(asset_id)![side === 'BUY' ? 'bids' : 'asks'].set(price, Number(size));
      const [{ asset_id, best_bid, best_ask }] = frame.price_changes;
      if (Math.floor(at / 1_000) === second || Number(best_bid) < 0.1 || Number(best_ask) > 0.9) continue;
      second = Math.floor(at / 1_000);
      const { bids, asks } = books.get(asset_id)!;
      sizes.push(bids.get(best_bid)!, asks.get(best_ask)!);
    }
  }
  expect(sizes.length).toBeGreaterThan(2_000);
  for (const [share, recorded] of [
    [0.25, 70],
    [0.5, 161],
    [0.75, 302],
  ] as const) {
    expect(quantile(sizes, share) / recorded).toBeGreaterThan(0.75);
    expect(quantile(sizes, share) / recorded).toBeLessThan(1.33);
  }
}, 120_000);
