import { describe, expect, test } from 'vitest';
import type { Gap } from '../../../shared/domain/market/event.ts';
import { windowId } from '../../../shared/domain/market/window.ts';
import type { BookTick, ReferenceTick, Tick } from '../../../shared/ports/ticks.ts';
import { cents, level, quarter, secondsIn, september } from '../../shared/domain/examples.ts';
import { book, change, ether, five, listing, marketOf, print, quote, rig, trade } from './rig.ts';

const id = windowId(quarter);
const changeAt = (of: ReturnType<typeof rig>, second: number, name = id) =>
  of.collector.snapshot(name, secondsIn(second))?.consensus?.change;

describe('a window opens', () => {
  test('at the last price before its boundary, whenever the first after it comes', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(-1, trade(60_000));
    expect(changeAt(of, -1)).toBeUndefined();
    of.take(0, trade(60_060));
    expect(changeAt(of, 0)).toBeCloseTo(0.001, 12);
  });

  test('for every series of an asset, each with its own baseline', () => {
    const second = { ...five, openAt: secondsIn(300), closeAt: secondsIn(600) };
    const of = rig();
    of.take(-60, listing(quarter), listing(five), listing(second));
    of.take(-1, trade(60_000));
    of.take(299, trade(60_600));
    of.take(301, trade(61_206));
    // 61,206 is 2.01 % above 60,000 and 1 % above 60,600
    expect(changeAt(of, 301)).toBeCloseTo(0.0201, 12);
    expect(changeAt(of, 301, windowId(second))).toBeCloseTo(0.01, 12);
    expect(of.closed.map(([name, points, at]) => [name, points.length, at])).toEqual([
      [windowId(five), 31, secondsIn(300)],
    ]);
  });

  test('for two assets apart', () => {
    const of = rig();
    of.take(-60, listing(quarter), listing(ether));
    of.take(-1, trade(60_000), trade(2_000, { asset: 'eth' }));
    of.take(1, trade(60_060), trade(1_990, { asset: 'eth' }));
    expect(changeAt(of, 1)).toBeCloseTo(0.001, 12);
    expect(changeAt(of, 1, windowId(ether))).toBeCloseTo(-0.005, 12);
  });
});

describe('a trade is refused', () => {
  test('when its id was seen, and does not move the price when it is late', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(-1, trade(60_000, { tradeId: 7 }));
    of.take(1, trade(66_000, { tradeId: 7 }), trade(66_000, { tradeId: 6 }), trade(66_000, { tradeId: 6 }));
    expect(of.refused).toEqual(['duplicate', 'out-of-order', 'duplicate']);
    expect(changeAt(of, 1)).toBe(0);
  });

  test('when it is older than what is remembered', () => {
    const of = rig();
    of.take(-1, trade(60_000, { tradeId: 100_000 }), trade(60_000, { tradeId: 1 }));
    expect(of.refused).toEqual(['out-of-order']);
  });

  test('not for telling the last minute anew, where the feed has no ids', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    const relayed = (dollars: number, second: number) =>
      trade(dollars, { source: 'binance-relay', pair: 'btcusdt', exchangeAt: secondsIn(second) });
    of.take(-1, relayed(60_000, -2), relayed(60_000, -1));
    of.take(1, relayed(66_000, -2));
    expect(of.refused).toEqual([]);
    expect(changeAt(of, 1)).toBe(0);
  });

  test('not for an id of another source or asset, nor without one', () => {
    const of = rig();
    of.take(-1, trade(60_000, { tradeId: 7 }), trade(60_000, { tradeId: 7, source: 'coinbase' }));
    of.take(-1, trade(2_000, { tradeId: 7, asset: 'eth' }), trade(60_000), trade(60_000));
    expect(of.refused).toEqual([]);
  });
});

describe('an exchange that quotes an asset in two dollars', () => {
  const inUsd = (dollars: number, tradeId: number) =>
    trade(dollars, { source: 'coinbase', pair: 'BTC-USD', tradeId });
  const inUsdt = (dollars: number, tradeId: number) =>
    trade(dollars, { source: 'coinbase', pair: 'BTC-USDT', tradeId });

  test('has ids of its own in each', () => {
    const of = rig();
    of.take(-1, inUsd(60_000, 900), inUsdt(60_050, 7), inUsd(60_000, 901), inUsdt(60_050, 8));
    of.take(1, inUsdt(60_050, 8), inUsd(60_000, 900));
    expect(of.refused).toEqual(['duplicate', 'duplicate']);
  });

  test('has one price: that of the pair that was heard first', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(-1, inUsd(60_000, 900), inUsdt(60_600, 7));
    of.take(1, inUsdt(60_600, 8));
    expect(changeAt(of, 1)).toBe(0);
    of.take(2, inUsd(60_060, 901), inUsdt(60_600, 9));
    expect(changeAt(of, 2)).toBeCloseTo(0.001, 12);
  });
});

describe('a book', () => {
  const top = (of: ReturnType<typeof rig>) => of.collector.window(id)?.books.up.top(1);

  test('is kept from the listing on, and of listed tokens only', () => {
    const of = rig();
    of.take(-90, quote(58, -90));
    of.take(-60, listing(quarter));
    expect(top(of)).toBeUndefined();
    of.take(-59, quote(58, -59), change('ask', 57, 20, -59));
    expect(top(of)).toEqual({ bids: [level(57, 1_000)], asks: [level(57, 20)], receivedAt: secondsIn(-59) });
    of.take(-58, book([], [level(50, 1)], -58, 'another token'), {
      ...change('ask', 50, 1, -58),
      token: 'another',
    });
    expect(of.refused).toEqual([]);
  });

  test('refuses a snapshot that is older than its last, and changes from before it', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(-50, quote(58, -51));
    of.take(-49, quote(40, -52), change('ask', 40, 1, -51.001), change('ask', 58, 7, -51));
    expect(of.refused).toEqual(['out-of-order', 'out-of-order']);
    expect(top(of)?.asks).toEqual([level(58, 7)]);
  });

  test('is dropped when the tick size flips, until a fresh one comes', () => {
    const of = rig();
    const flip = {
      kind: 'tick-size',
      token: marketOf(quarter).tokens.up,
      tickSize: cents(0.1),
      exchangeAt: secondsIn(10),
    } as const;
    of.take(-60, listing(quarter));
    of.take(9, quote(58, 9));
    of.take(10, flip, { ...flip, token: 'another' });
    of.take(11, change('ask', 97, 5, 11));
    expect(top(of)).toBeUndefined();
    expect(of.collector.snapshot(id, secondsIn(11))?.tickSize).toBe(10);
    of.take(12, quote(97, 12));
    expect(top(of)?.asks).toEqual([level(97, 1_000)]);
  });
});

test('a book that tells another tick size than we know corrects it: the flip may lie in a gap', () => {
  const of = rig();
  of.take(-60, listing(quarter));
  of.take(9, { ...quote(97, 9), tickSize: cents(0.1) });
  expect(of.collector.snapshot(id, secondsIn(9))?.tickSize).toBe(10);
  of.take(10, quote(97, 10));
  expect(of.collector.snapshot(id, secondsIn(10))?.tickSize).toBe(10);
});

describe('after a gap', () => {
  const gap = (channel: Gap['channel'], since: number): Gap => ({
    kind: 'gap',
    channel,
    since: secondsIn(since),
    reason: 'silent',
  });
  const top = (of: ReturnType<typeof rig>) => of.collector.window(id)?.books.up.top(1);

  test('of the market channel no change is applied until a fresh book comes', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(9, quote(58, 9));
    of.take(15, gap('clob', 10), change('ask', 57, 5, 15));
    expect(top(of)).toBeUndefined();
    of.take(16, quote(60, 16), change('ask', 59, 5, 16));
    expect(top(of)?.asks).toEqual([level(59, 5)]);
  });

  test.each([[undefined], [[change('ask', 57, 5, 15).token]]])(
    'as of %j when a message of it cannot be read',
    (tokens) => {
      const of = rig();
      of.take(-60, listing(quarter));
      of.take(9, quote(58, 9));
      of.take(14, { kind: 'books-lost', tokens: ['another'] });
      expect(top(of)?.asks).toMatchObject([{ price: cents(58) }]);
      of.take(15, { kind: 'books-lost', tokens }, change('ask', 57, 5, 15));
      expect(top(of)).toBeUndefined();
      of.take(16, quote(60, 16));
      expect(top(of)?.asks).toMatchObject([{ price: cents(60) }]);
    },
  );

  test('of an exchange its price is too old, and the books stay', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(-1, trade(60_000), quote(58, -1));
    of.take(6, gap('binance', 0));
    expect(changeAt(of, 6)).toBeUndefined();
    expect(top(of)?.asks).toEqual([level(58, 1_000)]);
    of.take(7, trade(60_060));
    expect(changeAt(of, 7)).toBeCloseTo(0.001, 12);
  });

  test('of an exchange the seconds in it are none in which its price stood still', () => {
    const of = rig();
    of.take(-120, listing(quarter));
    for (let second = -60; second < 0; second++) {
      if (second === -24) of.take(-24, gap('binance', -29.5));
      if (second < -29 || second >= -24) of.take(second + 0.5, trade(second < -10 ? 60_000 : 60_600));
    }
    of.take(0, trade(60_600));
    // Samples at -59 to -30 and -23 to -10 at 60,000 are 44, and ten at 60,600: 60,111.11 on average.
    const average = (44 * 60_000 + 10 * 60_600) / 54;
    expect(of.collector.snapshot(id, secondsIn(0))?.distance).toBeCloseTo(Math.log(60_600 / average), 12);
  });

  test.each(['polybolt', 'rtds'] as const)(
    'of %s over a boundary the strike is estimated, and the venue’s own once it tells it',
    (channel) => {
      const of = rig();
      of.take(-120, listing(quarter));
      for (let second = -61; second <= -5; second++)
        of.take(second, trade(60_000), print('60010', second, { lookbackMs: 0 }), print('60010', second));
      for (let second = -4; second <= 3; second++) of.take(second, trade(60_000));
      of.take(4, gap(channel, -5), print('60020', 4, { lookbackMs: 0 }), print('60011', 4));
      expect(of.collector.strike(quarter, september)?.source).toBe('estimated');
      of.take(60, listing(quarter, '60010.5'));
      expect(of.collector.strike(quarter, september)?.source).toBe('gamma');
    },
  );

  test('of the listing nothing is forgotten', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(-1, trade(60_000));
    of.take(9, trade(60_060), quote(58, 9), gap('gamma', 0));
    expect(top(of)).toBeDefined();
    expect(changeAt(of, 9)).toBeCloseTo(0.001, 12);
  });
});

test('a print that is told late is kept, and is not the price of the reference feed', () => {
  const of = rig();
  of.take(-60, listing(quarter));
  of.take(-1, print('60000', -1, { lookbackMs: 0 }));
  of.take(1, print('66000', -2, { lookbackMs: 0 }), print('60500', 0, { lookbackMs: 0 }));
  of.take(2, print('66000', -1, { lookbackMs: 0 }));
  expect(of.collector.feeds(secondsIn(2)).assets).toMatchObject([
    { sources: [{ source: 'reference', price: 60_500, ageMs: 1_000 }] },
  ]);
});

describe('what is told late', () => {
  test('is as old as its venue says: a price', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(-1, trade(60_000));
    of.take(60, trade(60_060, { exchangeAt: secondsIn(10) }));
    expect(changeAt(of, 60)).toBeUndefined();
    of.take(61, trade(60_120, { exchangeAt: secondsIn(60.9) }));
    expect(changeAt(of, 61)).toBeCloseTo(0.002, 12);
  });

  test('is as old as its venue says: a print, beyond the two seconds that each one takes', () => {
    const of = rig();
    of.take(60, print('60000', 58, { lookbackMs: 0 }));
    const ageMs = () => of.collector.feeds(secondsIn(60)).assets[0]?.sources[0]?.ageMs;
    expect(ageMs()).toBe(0);
    of.take(110, print('60000', 59, { lookbackMs: 0 }));
    // Stamped 59, it should have come by 61.
    expect(of.collector.feeds(secondsIn(110)).assets[0]?.sources[0]?.ageMs).toBe(49_000);
  });

  test('is as old as its venue says: a book, by snapshot or by change', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(60, quote(58, 10));
    const receivedAt = () => of.collector.window(id)?.books.up.top(1)?.receivedAt;
    expect(receivedAt()).toBe(secondsIn(10));
    of.take(61, change('ask', 59, 5, 12));
    expect(receivedAt()).toBe(secondsIn(12));
    // A venue whose clock is ahead makes nothing younger than its receipt.
    of.take(62, change('ask', 59, 6, 70));
    expect(receivedAt()).toBe(secondsIn(62));
  });
});

describe('what there is to go by', () => {
  const watched = () => {
    const of = rig({ maxDivergence: 0.002 });
    of.take(-60, listing(quarter), listing(ether));
    of.take(-1, trade(60_000), trade(60_100, { source: 'kraken', pair: 'BTC/USD' }), quote(58, -1));
    of.take(0, print('60010.25', 0));
    // 60,180 / 60,000 = 1.003
    of.take(1, trade(60_180), trade(60_100, { source: 'kraken', pair: 'BTC/USD' }));
    return of;
  };

  test('is every source of an asset with its age, and what they are worth together', () => {
    const { assets } = watched().collector.feeds(secondsIn(2));
    expect(assets.map(({ asset }) => asset)).toEqual(['btc', 'eth']);
    expect(assets.find(({ asset }) => asset === 'btc')).toMatchObject({
      sources: [
        { source: 'binance', price: 60_180, ageMs: 1_000 },
        { source: 'kraken', price: 60_100, ageMs: 1_000 },
      ],
      health: { state: 'degraded', text: '2 of 4 exchanges, without coinbase, bitstamp' },
    });
  });

  test('is every open window with its consensus, strike and books, and whether exchanges disagree', () => {
    const { windows } = watched().collector.feeds(secondsIn(2));
    expect(windows.map(({ window, diverged }) => [windowId(window), diverged])).toEqual([
      [id, true],
      [windowId(ether), false],
    ]);
    expect(windows[0]?.snapshot).toMatchObject({
      consensus: { change: expect.closeTo(0.0015, 12), divergence: expect.closeTo(0.003, 12) },
      strike: { value: '60010.25', source: 'recorded' },
      books: { up: { asks: [level(58, 1_000)] } },
    });
  });

  test('is no window before its open or after its close', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    expect(of.collector.feeds(secondsIn(-60)).windows).toEqual([]);
    of.take(0);
    expect(of.collector.feeds(secondsIn(0)).windows).toHaveLength(1);
    of.take(900);
    expect(of.collector.feeds(secondsIn(900)).windows).toEqual([]);
  });

  test('is of each listed token the book, and when it was last heard', () => {
    const { up } = marketOf(quarter).tokens;
    const of = rig();
    expect(of.collector.bookOf(up)).toBeUndefined();
    of.take(-60, listing(quarter));
    const heardAt = () => of.collector.bookOf(up)?.heardAt;
    expect(heardAt()).toBe(0);
    of.take(1, quote(58, 0.5));
    expect(heardAt()).toBe(secondsIn(0.5));
    of.take(2, change('ask', 57, 5, 1.5));
    expect(heardAt()).toBe(secondsIn(1.5));
    of.take(3, { kind: 'tick-size', token: up, tickSize: cents(0.1), exchangeAt: secondsIn(2.5) });
    expect(heardAt()).toBe(secondsIn(2.5));
  });
});

describe('a book agrees with the best prices that came with its last change', () => {
  const { up } = marketOf(quarter).tokens;
  const opened = () => {
    const of = rig();
    // 57 bid, 58 asked
    of.take(-60, listing(quarter), quote(58, -60));
    return { ...of, agrees: () => of.collector.bookOf(up)?.agrees };
  };
  const best = (bid: number | undefined, ask: number | undefined) => ({
    bid: bid === undefined ? undefined : cents(bid),
    ask: ask === undefined ? undefined : cents(ask),
  });

  test('until another best price is told', () => {
    const { take, agrees } = opened();
    expect(agrees()).toBe(true);
    take(1, { ...change('ask', 60, 5, 1), best: best(57, 58) });
    expect(agrees()).toBe(true);
    take(2, { ...change('ask', 60, 0, 2), best: best(57, 59) });
    expect(agrees()).toBe(false);
    take(3, { ...change('bid', 50, 1, 3), best: best(56, 58) });
    expect(agrees()).toBe(false);
    take(4, { ...change('bid', 50, 2, 4), best: best(57, 58) });
    expect(agrees()).toBe(true);
  });

  test('as it is after all changes of a message: the touch may move twice in it', () => {
    const { take, agrees } = opened();
    take(1, change('ask', 58, 0, 1), { ...change('ask', 59, 5, 1), best: best(57, 59) });
    expect(agrees()).toBe(true);
  });

  test('where a side has none', () => {
    const { take, agrees } = opened();
    take(1, { ...change('ask', 58, 0, 1), best: best(57, undefined) });
    expect(agrees()).toBe(true);
  });

  test('again with a fresh book, and is not judged by a change from before it', () => {
    const { take, agrees, collector } = opened();
    const suspects = () => collector.snapshot(id, secondsIn(3))?.suspectBooks;
    expect(suspects()).toBeUndefined();
    take(1, { ...change('ask', 60, 5, 1), best: best(57, 59) });
    expect(agrees()).toBe(false);
    expect(suspects()).toEqual(['up']);
    take(2, quote(59, 2));
    expect(agrees()).toBe(true);
    expect(suspects()).toBeUndefined();
    take(3, { ...change('ask', 58, 0, 1.5), best: best(50, 51) });
    expect(agrees()).toBe(true);
  });
});

describe('a strike comes from', () => {
  const strikeOf = (of: ReturnType<typeof rig>) => of.collector.strike(quarter, september);

  test('nowhere before a price is known', () => {
    const of = rig();
    expect(strikeOf(of)).toBeUndefined();
    of.take(1, listing(quarter));
    expect(strikeOf(of)).toBeUndefined();
  });

  test("our own record, else the venue's figure, else an estimate", () => {
    const of = rig();
    of.take(-120, listing(quarter));
    for (let second = -61; second <= 1; second++) of.take(second, trade(60_000));
    expect(strikeOf(of)).toEqual({ value: 60_000_000_000_000_000_000_000n, source: 'estimated' });
    of.take(2, listing(quarter, '60000.5'));
    expect(strikeOf(of)).toEqual({ value: 60_000_500_000_000_000_000_000n, source: 'gamma' });
    of.take(3, print('60000.25', 0));
    expect(strikeOf(of)).toEqual({ value: 60_000_250_000_000_000_000_000n, source: 'recorded' });
    expect(of.collector.snapshot(id, secondsIn(3))?.strike).toEqual({
      value: '60000.25',
      source: 'recorded',
    });
  });

  test('the reference feed where that was there, and the final print stamped at the close', () => {
    const of = rig();
    of.take(-120, listing(quarter));
    for (let second = -61; second <= 0; second++)
      of.take(second, trade(60_000), print('60010', second, { lookbackMs: 0 }));
    of.take(1, trade(60_000));
    expect(strikeOf(of)).toEqual({ value: 60_010_000_000_000_000_000_000n, source: 'estimated' });
    expect(of.collector.final(quarter, september)).toBeUndefined();
    of.take(901, print('60100', 900));
    expect(of.collector.final(quarter, september)).toBe(60_100_000_000_000_000_000_000n);
  });
});

describe('a listing', () => {
  test('is told once; a second one brings what is new of the market', () => {
    const of = rig();
    of.take(-60, { kind: 'listed', market: { ...marketOf(quarter), acceptingOrders: false } });
    of.take(-59, quote(58, -59));
    of.take(-30, listing(quarter));
    expect(of.listed).toEqual([id]);
    expect(of.collector.window(id)?.market.acceptingOrders).toBe(true);
    expect(of.collector.window(id)?.books.up.bestAsk).toBe(cents(58));
  });

  test('that comes after the close opens nothing, but its outcome is known', () => {
    const of = rig();
    const { conditionId } = marketOf(quarter);
    of.take(900, listing(quarter), { kind: 'resolved', resolution: { conditionId, winner: 'down' } });
    expect(of.listed).toEqual([]);
    expect(of.collector.window(id)).toBeUndefined();
    expect(of.collector.resolution(id)).toEqual({ conditionId, winner: 'down' });
  });
});

describe('a window closes', () => {
  test('with its path: a point every ten seconds and one at the close', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(-1, trade(60_000));
    for (let second = 0; second <= 899; second += 0.5) of.take(second, trade(60_060));
    expect(of.closed).toEqual([]);
    of.take(900, trade(66_000));
    const [[name, points, at]] = of.closed as [(typeof of.closed)[0]];
    expect([name, at]).toEqual([id, secondsIn(900)]);
    expect(points.map((point) => (point.at - quarter.openAt) / 1_000)).toEqual(
      Array.from({ length: 91 }, (_, index) => index * 10),
    );
    expect(points[0]).toMatchObject({ change: 0, up: null });
    expect(points[1]?.change).toBeCloseTo(0.001, 12);
    expect(points.at(-1)?.change).toBeCloseTo(0.001, 12);
  });

  test('once, also where nothing was heard for hours', () => {
    const of = rig();
    of.take(-60, listing(quarter));
    of.take(20_000);
    expect(of.closed.map(([name, points]) => [name, points.length])).toEqual([[id, 91]]);
    expect(of.collector.window(id)).toBeUndefined();
  });

  test('and is forgotten five minutes later, but for its outcome', () => {
    const of = rig();
    const { conditionId } = marketOf(quarter);
    of.take(-60, listing(quarter));
    of.take(1_199.999);
    expect(of.collector.window(id)).toBeDefined();
    of.take(1_200, quote(58, 1_200));
    expect(of.collector.window(id)).toBeUndefined();
    expect(of.collector.snapshot(id, secondsIn(1_200))).toBeUndefined();
    expect(of.collector.resolution(id)).toBeUndefined();
    of.take(5_000, { kind: 'resolved', resolution: { conditionId, winner: 'up' } });
    expect(of.collector.resolution(id)).toEqual({ conditionId, winner: 'up' });
  });
});

test('the long memory gets every trade and print taken, and books when their touch moves', () => {
  const ticks: Tick[] = [];
  const references: ReferenceTick[] = [];
  const books: BookTick[] = [];
  const of = rig(
    {},
    {
      tick: (tick) => ticks.push(tick),
      reference: (tick) => references.push(tick),
      book: (tick) => books.push(tick),
      flush: async () => {},
    },
  );
  of.take(-60, listing(quarter));
  of.take(-2, trade(60_000, { tradeId: 1 }), trade(60_000, { tradeId: 1 }), trade(59_999, { tradeId: 0 }));
  of.take(-2, trade(60_050, { pair: 'BTCUSDC', tradeId: 5 }), trade(60_050, { pair: 'BTCUSDC', tradeId: 4 }));
  of.take(-2, print('60000.5', -3));
  of.take(-1, quote(58, -1), change('ask', 60, 5, -1), change('ask', 57, 5, -1));
  expect(ticks).toMatchObject([
    { source: 'binance', tradeId: 1, exchangeAt: secondsIn(-2), receivedAt: secondsIn(-2) },
    { source: 'binance', tradeId: 0, price: 5_999_900_000_000 },
  ]);
  expect(references).toMatchObject([{ value: '60000.5', lookbackMs: 60_000, exchangeAt: secondsIn(-3) }]);
  expect(books.map(({ windowId: name, side, top }) => [name, side, top.asks[0]])).toEqual([
    [id, 'up', level(58, 1_000)],
    [id, 'up', level(57, 5)],
  ]);
});
