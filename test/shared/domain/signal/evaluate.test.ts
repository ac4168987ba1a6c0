import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfiguration, signalParameters } from '../../../../shared/contracts/config.ts';
import { windowAt } from '../../../../shared/domain/market/window.ts';
import type { SkipReason } from '../../../../shared/domain/signal/criterion.ts';
import {
  entryWindow,
  evaluate,
  mayEnter,
  type SignalParameters,
  STRATEGIES,
  type WindowSnapshot,
} from '../../../../shared/domain/signal/evaluate.ts';
import { InvariantError } from '../../../../shared/domain/units/invariant.ts';
import { cents, instant, level, noFee, quarter, secondsIn, september, usd } from '../examples.ts';

const plan = signalParameters(parseConfiguration({}), 'replay');
const trend = { change: 0.006, consistency: 0.85, volatility: 0.006, slope: 0.000025, points: 240 };
const book = (bid: number, ask: number) => ({
  bids: [level(bid, 500)],
  asks: [level(ask, 1_000)],
  receivedAt: secondsIn(239),
});

/**
 * Four minutes after the open with 0.6 % up at R^2 0.85: 620 effective seconds, so 0.006 / (0.0001 x sqrt(620)) =
 * 2.41 and Phi = 0.992; 0.5 + 0.492 x 0.85 = 0.918 for Up, against an ask of 58 cents.
 */
const rising: WindowSnapshot = {
  at: secondsIn(240),
  consensus: {
    change: 0.006,
    divergence: 0.0002,
    sources: [{ source: 'binance', change: 0.006, ageMs: 20 }],
  },
  trend,
  sigma: 0.0001,
  strike: { value: '65048.078902260626', source: 'recorded' },
  strikeDeviation: 0.0001,
  tickSize: cents(1),
  books: { up: book(57, 58), down: book(42, 43) },
};

/** What is left to go by where no exchange is: the reference feed. */
const standIn = {
  change: 0.006,
  divergence: 0,
  sources: [{ source: 'reference', change: 0.006, ageMs: 20 }],
} as const;

const decide = (change: Partial<WindowSnapshot> = {}, parameters: Partial<SignalParameters> = {}) =>
  evaluate(quarter, september, { ...rising, ...change }, { ...plan, ...parameters });

describe('entryWindow', () => {
  test('runs from minute 3 to minute 5 of a quarter of an hour', () => {
    expect(entryWindow(quarter, plan)).toEqual({ from: secondsIn(180), to: secondsIn(300) });
  });

  test('runs from minute 1 to 1:40 of five minutes', () => {
    const five = windowAt({ asset: 'btc', length: '5m' }, quarter.openAt);
    expect(entryWindow(five, plan)).toEqual({ from: secondsIn(60), to: secondsIn(100) });
  });
});

describe('a decision', () => {
  test('is to enter when every criterion holds', () => {
    const decision = decide();
    expect(decision).toMatchObject({ kind: 'enter', reason: 'criteria-met', estimate: { side: 'up' } });
    expect(decision.criteria.map(({ name, ok }) => [name, ok])).toEqual([
      ['entry-window', true],
      ['fresh-feeds', true],
      ['book-sane', true],
      ['strike-known', true],
      ['strike-agrees', true],
      ['momentum', true],
      ['consistency', true],
      ['confidence', true],
      ['edge', true],
      ['liquidity', true],
    ]);
  });

  test('shows each criterion with what was found and what was asked', () => {
    const { criteria } = decide();
    expect(criteria.slice(0, 7)).toMatchObject([
      { value: 4, limit: '3 to 5 min' },
      { value: '1 of 4 spot, book', limit: '1 spot, book' },
      { value: 'sane', limit: 'sane' },
      { value: 'recorded', limit: 'recorded|gamma|estimated' },
      { value: 0.0001, limit: 0.001 },
      { value: 0.006, limit: 0.003 },
      { value: 0.85, limit: 0.7 },
    ]);
    // 1000 shares at 58 cents
    expect(criteria[9]).toMatchObject({ value: 580, limit: 100 });
  });

  test.each<[SkipReason, string, Partial<WindowSnapshot>, Partial<SignalParameters>]>([
    ['outside-entry-window', 'entry-window', { at: secondsIn(179.999) }, {}],
    ['stale-feeds', 'fresh-feeds', { consensus: undefined }, {}],
    ['stale-feeds', 'fresh-feeds', { at: secondsIn(249.001) }, {}],
    ['stale-feeds', 'fresh-feeds', { consensus: standIn }, { standIns: false }],
    ['no-strike', 'strike-known', { strike: undefined }, {}],
    [
      'no-strike',
      'strike-known',
      { strike: { value: '65048', source: 'estimated' } },
      { strikeSources: ['recorded', 'gamma'] },
    ],
    ['strike-mismatch', 'strike-agrees', { strikeDeviation: 0.00101 }, {}],
    ['strike-mismatch', 'strike-agrees', { strikeDeviation: -0.00101 }, {}],
    ['strike-mismatch', 'strike-agrees', { strikeDeviation: undefined }, {}],
    ['inconsistent-book', 'book-sane', { books: { up: book(57, 58), down: book(57, 58) } }, {}],
    ['inconsistent-book', 'book-sane', { suspectBooks: ['up'] }, {}],
    // 0.0029 / 0.00249 = 1.16 still leaves 0.82 for Up
    ['weak-momentum', 'momentum', { trend: { ...trend, change: 0.0029 } }, {}],
    ['inconsistent-momentum', 'consistency', { trend: { ...trend, consistency: 0.69 } }, {}],
    ['low-confidence', 'confidence', {}, { minConfidence: 0.95 }],
    ['no-edge', 'edge', {}, { minEdgeThreshold: 0.5 }],
    ['thin-book', 'liquidity', {}, { minLiquidity: usd(580.01) }],
  ])('is to wait for %s when %s alone fails', (reason, name, change, parameters) => {
    const decision = decide(change, parameters);
    expect(decision).toMatchObject({ kind: 'wait', reason });
    expect(decision.criteria.filter(({ ok }) => !ok).map((criterion) => criterion.name)).toEqual([name]);
  });

  test('says how many exchanges it has to go by, what stands in for them, and that they disagree', () => {
    const said = (consensus: WindowSnapshot['consensus']) => decide({ consensus }).criteria[1];
    expect(said(standIn)).toMatchObject({ ok: true, value: '0 of 4 spot, reference instead, book' });
    const apart = [
      { source: 'binance', change: 0.008, ageMs: 20 },
      { source: 'kraken', change: 0.004, ageMs: 20 },
    ] as const;
    expect(said({ change: 0.006, divergence: 0.004, sources: apart })).toMatchObject({
      ok: true,
      value: '2 of 4 spot, diverged 0.40 %, book',
    });
  });

  test('keeps the strike as it was known, whatever comes of it', () => {
    const strike = { value: '65040', source: 'estimated' } as const;
    expect(decide({ strike })).toMatchObject({ kind: 'enter', strike });
    expect(decide({ strike }, { strikeSources: ['recorded'] })).toMatchObject({
      reason: 'no-strike',
      strike,
    });
    expect(decide({ strike: undefined }).strike).toBeUndefined();
  });

  test('names the first of several reasons', () => {
    expect(decide({ strike: undefined, trend: { ...trend, consistency: 0 } }).reason).toBe('no-strike');
  });

  test('is to wait before the end of the entry window, and to skip from then on', () => {
    const flat = { trend: { ...trend, change: 0 } };
    const at = (seconds: number) => ({
      ...flat,
      at: secondsIn(seconds),
      books: { up: { ...book(57, 58), receivedAt: secondsIn(seconds) } },
    });
    expect(decide(at(299.999))).toMatchObject({ kind: 'wait', reason: 'weak-momentum' });
    expect(decide(at(300))).toMatchObject({ kind: 'skip', reason: 'weak-momentum' });
    expect(decide(at(310.001))).toMatchObject({ kind: 'skip', reason: 'outside-entry-window' });
  });

  test('that comes up to ten seconds late names what was missing, and enters nothing', () => {
    const books = { up: { ...book(57, 58), receivedAt: secondsIn(310) } };
    const late = { at: secondsIn(310), books };
    const missing = decide({ ...late, trend: { ...trend, change: 0 } });
    expect(missing).toMatchObject({ kind: 'skip', reason: 'weak-momentum' });
    expect(missing.criteria[0]).toMatchObject({ name: 'entry-window', ok: false });
    expect(decide(late)).toMatchObject({ kind: 'skip', reason: 'outside-entry-window' });
  });

  test('may still be to enter at the very end of the entry window', () => {
    const books = { up: { ...book(57, 58), receivedAt: secondsIn(300) } };
    expect(decide({ at: secondsIn(300), books }).kind).toBe('enter');
    expect(decide({ at: secondsIn(180), books: rising.books }).kind).toBe('enter');
  });

  test('goes by one exchange, and by a book of just the age that is allowed', () => {
    expect(decide({}, { standIns: false }).kind).toBe('enter');
    // heard at 239 s
    expect(decide({ at: secondsIn(249) }).kind).toBe('enter');
  });

  test('is for Down when the price fell', () => {
    const decision = decide({
      trend: { ...trend, change: -0.006 },
      books: { up: book(42, 43), down: book(57, 58) },
    });
    expect(decision).toMatchObject({ kind: 'enter', estimate: { side: 'down', ask: 5_800, mid: 0.425 } });
    // as likely as Up is for the same move up
    expect(decision.estimate?.probability).toBeCloseTo(0.918, 3);
    expect(decide().estimate?.probability).toBeCloseTo(0.918, 3);
  });

  test('without a path has no estimate, and says what is missing', () => {
    const decision = decide({ sigma: undefined });
    expect(decision.estimate).toBeUndefined();
    expect(decision.reason).toBe('low-confidence');
    expect(decision.criteria.filter(({ ok }) => !ok)).toMatchObject([
      { name: 'confidence', value: null },
      { name: 'edge', value: null },
      { name: 'liquidity', value: null },
    ]);
    expect(decide({ trend: undefined }).reason).toBe('weak-momentum');
  });

  test('without asks has a probability and no edge', () => {
    const decision = decide({ books: { up: { bids: [level(57, 1)], asks: [], receivedAt: rising.at } } });
    expect(decision).toMatchObject({ kind: 'wait', reason: 'no-edge', estimate: { side: 'up', mid: 0.57 } });
    expect(decision.estimate?.ask).toBeUndefined();
  });

  test('without any book is to wait for one', () => {
    const decision = decide({ books: {} });
    expect(decision.reason).toBe('stale-feeds');
    expect(decision.estimate?.mid).toBeUndefined();
    expect(decide({ books: { down: book(42, 43) }, sigma: undefined }).criteria[1]).toMatchObject({
      ok: true,
    });
    expect(decide({ books: {}, consensus: undefined }).criteria[1]).toMatchObject({
      value: '0 of 4 spot, no book',
    });
  });

  test('reads the market of Up from the book of Down where only that is quoted', () => {
    const unquoted = { bids: [], asks: [], receivedAt: rising.at };
    expect(decide({ books: { down: book(42, 43) } }).estimate?.mid).toBeCloseTo(0.575, 12);
    expect(decide({ books: { up: unquoted, down: book(42, 43) } }).estimate?.mid).toBeCloseTo(0.575, 12);
    expect(decide({ books: { up: unquoted, down: unquoted } }).estimate?.mid).toBeUndefined();
  });

  test('by a strategy that does not exist is our own defect', () => {
    expect(() => decide({ distance: 0 }, { strategy: 'martingale' as never })).toThrow(InvariantError);
  });
});

describe("the plan's example: 0.72 against an ask of 58 cents", () => {
  // Phi(0.5828415) = 0.72; 11 minutes of a spot window are 660 s: 0.5828415 x 0.0001 x sqrt(660)
  const distance = 0.001497346943479703;
  const spot = { ...september, settlement: { kind: 'spot', source: 'chainlink' }, takerDelayMs: 0 } as const;
  const fair = {
    strategy: 'fair-value',
    orderLatencyMs: 0,
    minEdgeThreshold: 0.1,
    maxSlippage: cents(5),
  } as const;
  const example = (
    parameters: Partial<SignalParameters> = {},
    asks = [level(58, 1_000)],
    rules: typeof september = spot,
    tickSize = cents(1),
  ) => {
    const books = { up: { bids: [level(55, 10)], asks, receivedAt: rising.at } };
    return evaluate(
      quarter,
      rules,
      { ...rising, distance, books, tickSize },
      { ...plan, ...fair, ...parameters },
    );
  };

  test('has a gross edge of 14 cents', () => {
    expect(example().estimate?.probability).toBeCloseTo(0.72, 12);
    expect(example().estimate?.edge).toBeCloseTo(0.14, 12);
  });

  test('records momentum and consistency without asking for them', () => {
    const recorded = example().criteria.filter(({ name }) => name === 'momentum' || name === 'consistency');
    expect(recorded.map(({ ok, limit }) => [ok, limit])).toEqual([
      [true, null],
      [true, null],
    ]);
    expect(example().kind).toBe('enter');
  });

  test('enters without a trend, which it records as unknown', () => {
    const books = { up: { bids: [level(57, 10)], asks: [level(58, 1_000)], receivedAt: rising.at } };
    const snapshot = { ...rising, trend: undefined, distance, books, tickSize: cents(1) };
    const decision = evaluate(quarter, spot, snapshot, { ...plan, ...fair });
    expect(decision.kind).toBe('enter');
    expect(decision.criteria.find(({ name }) => name === 'momentum')?.value).toBeNull();
  });

  test('nets 12.29 cents after the fee', () => {
    // 0.14 - 0.07 x 0.58 x 0.42 = 0.14 - 0.017052
    expect(example().estimate?.ev).toBeCloseTo(0.122948, 12);
    expect(example({}, undefined, { ...spot, fee: noFee }).estimate?.ev).toBeCloseTo(0.14, 12);
  });

  test('nets 0.66 cents less for the drift over 250 ms to the venue and 150 ms of its delay', () => {
    // sqrt(2 / pi) x phi(0.5828415) x sqrt(0.4 / 660) = 0.797885 x 0.336623 x 0.0246183 = 0.0066121
    const { estimate } = example({ orderLatencyMs: 250 }, undefined, { ...spot, takerDelayMs: 150 });
    expect(estimate?.drift).toBeCloseTo(0.0066121, 7);
    expect(estimate?.ev).toBeCloseTo(0.122948 - 0.0066121, 7);
  });

  test('nets less when the largest stake eats into the book', () => {
    // $58 buy 100 shares at 58 cents and $142 buy 240.678 at 59: 58.7064677 cents each, fee 1.69694 cents
    const { estimate } = example({}, [level(58, 100), level(59, 1_000)]);
    expect(estimate?.ev).toBeCloseTo(0.72 - 0.587064677 - 0.016969382, 8);
  });

  test('counts the stake that may be asked for, not the smallest depth', () => {
    // 58 cents for the first $174 of 300 shares; the last $26 of $200 cost 60 cents each: 343.33 shares, 58.25 cents
    const asks = [level(58, 300), level(60, 1_000)];
    expect(example({}, asks).estimate?.ev).toBeCloseTo(0.72 - 0.582524272 - 0.017023282, 8);
    expect(example({ maxStake: usd(174) }, asks).estimate?.ev).toBeCloseTo(0.122948, 12);
  });

  test('counts no more than is on offer at the limit: no stake is larger than that', () => {
    // 63 cents is beyond the limit of 60: what can be bought are 100 shares at 58 cents
    const { estimate } = example({}, [level(58, 100), level(63, 1_000)]);
    expect(estimate).toMatchObject({ limit: 6_000, depth: usd(58) });
    expect(estimate?.ev).toBeCloseTo(0.122948, 12);
    // 100 at 58 and 100 at 60 cents: 59 cents each, fee 0.07 x 0.59 x 0.41 = 0.016933
    const both = example({}, [level(58, 100), level(60, 100), level(63, 1_000)]).estimate;
    expect(both).toMatchObject({ depth: usd(118) });
    expect(both?.ev).toBeCloseTo(0.72 - 0.59 - 0.016933, 9);
  });

  test.each([
    // net edge: 58 c 0.122948, 59 c 0.113067, 60 c 0.1032, 61 c 0.093347
    ['keeps 10 cents up to 60 cents', 0.1, 5, 6_000],
    ['keeps 11 cents up to 59 cents', 0.11, 5, 5_900],
    ['goes no further than the allowed slippage', 0.1, 1, 5_900],
    ['is the ask where none is allowed', 0.1, 0, 5_800],
  ])('has a limit that %s', (_, minEdgeThreshold, slippage, limit) => {
    expect(example({ minEdgeThreshold, maxSlippage: cents(slippage) }).estimate?.limit).toBe(limit);
  });

  test('has no limit when the ask itself keeps too little, and shows the depth at the ask', () => {
    const { kind, reason, estimate } = example({ minEdgeThreshold: 0.13 });
    expect([kind, reason]).toEqual(['wait', 'no-edge']);
    expect(estimate?.limit).toBeUndefined();
    expect(estimate?.depth).toBe(usd(580));
  });

  test('has its limit on the tick grid, at the ask or above', () => {
    // an ask of 58.5 cents on a market of whole cents: 59 and 60 cents keep the edge
    const asks = [level(58.5, 1_000)];
    expect(example({}, asks).estimate?.limit).toBe(6_000);
    expect(example({ maxSlippage: cents(0.5) }, asks).estimate?.limit).toBe(5_900);
    expect(example({ maxSlippage: cents(0.4) }, asks)).toMatchObject({
      reason: 'no-edge',
      estimate: { ev: expect.closeTo(0.72 - 0.585 - 0.07 * 0.585 * 0.415, 12), limit: undefined },
    });
  });

  test('has a finer limit where the market has a finer tick', () => {
    // 60.3 c: 0.117 - 0.07 x 0.603 x 0.397 = 0.100243; 60.4 c: 0.116 - 0.07 x 0.604 x 0.396 = 0.099257
    const { estimate } = example({}, undefined, spot, cents(0.1));
    expect(estimate).toMatchObject({ limit: 6_030, tickSize: 10 });
  });

  test('has a limit below a dollar', () => {
    const wide = { minEdgeThreshold: -1, maxSlippage: cents(50) };
    expect(example(wide, [level(99, 1_000)]).estimate?.limit).toBe(9_900);
  });

  test('counts as depth what is on offer at the limit or better', () => {
    // 100 x 0.58 + 200 x 0.60 = 178; 61 cents is beyond the limit
    const { estimate } = example({}, [level(58, 100), level(60, 200), level(61, 5_000)]);
    expect(estimate?.depth).toBe(usd(178));
  });

  test('may ask for no depth at all, and for no stake', () => {
    expect(example({ minLiquidity: usd(0), maxStake: usd(0) }).estimate?.ev).toBeCloseTo(0.122948, 12);
  });

  test('never enters without a limit, not even by a rounding error', () => {
    // 100 / (100 / 0.56) is a hair below 0.56 in floats
    const asks = [level(56, 1_000)];
    const { ev } = example({}, asks).estimate ?? {};
    const atTheEdge = example({ minEdgeThreshold: ev as number }, asks);
    expect(atTheEdge).toMatchObject({ kind: 'enter', estimate: { limit: 5_600 } });
  });

  test('takes no volatility below the floor', () => {
    const calm = { ...rising, distance, sigma: 1e-9 };
    expect(evaluate(quarter, spot, calm, { ...plan, ...fair }).estimate?.sigma).toBe(0.000035);
  });

  test('is not priced before the distance from the strike is known', () => {
    const blind = { ...rising, distance: undefined };
    expect(evaluate(quarter, spot, blind, { ...plan, ...fair }).estimate).toBeUndefined();
  });
});

test('a window that opened at another time is judged by its own clock', () => {
  const next = windowAt(quarter.series, instant('2026-09-28T17:45:00Z'));
  expect(evaluate(next, september, rising, plan)).toMatchObject({
    kind: 'wait',
    reason: 'outside-entry-window',
    criteria: expect.arrayContaining([expect.objectContaining({ name: 'entry-window', value: -11 })]),
  });
});

describe('whether a snapshot is worth taking', () => {
  const asks = { up: cents(58), down: cents(43) };
  const may = (view: Partial<typeof rising>, offered: typeof asks | object, parameters = {}) =>
    mayEnter(quarter, september, { ...rising, ...view }, offered, { ...plan, ...parameters });

  test('yes when the move, its line and the edge over the best ask suffice', () => {
    expect(may({}, asks)).toBe(true);
  });

  test('yes when each is just what is asked', () => {
    const just = { minMomentumThreshold: 0.006, momentumConsistencyThreshold: 0.85 };
    const minEdgeThreshold = decide().estimate?.edge;
    expect(may({}, asks, { ...just, minEdgeThreshold })).toBe(true);
  });

  test.each([
    ['the move is too small', {}, asks, { minMomentumThreshold: 0.1 }],
    ['the line is too crooked', {}, asks, { momentumConsistencyThreshold: 1 }],
    ['the edge over the ask is too small', {}, { up: cents(99) }, {}],
    ['nobody offers the likelier side', {}, { down: cents(43) }, {}],
    ['there is no volatility yet', { sigma: undefined }, asks, {}],
  ])('no when %s', (_, view, offered, parameters) => {
    expect(may(view as Partial<typeof rising>, offered, parameters)).toBe(false);
  });

  test('never no where the decision is to enter', () => {
    let entered = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...STRATEGIES),
        fc.double({ min: -0.01, max: 0.01, noNaN: true }),
        fc.double({ min: 0.6, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 70 }),
        (strategy, change, consistency, ask) => {
          const book = { bids: [], asks: [level(ask, 10_000)], receivedAt: rising.at };
          const trend = { change, consistency, volatility: 0.01, slope: 0, points: 9 };
          const snapshot = {
            ...rising,
            trend,
            distance: change,
            books: { up: book, down: book },
            tickSize: cents(1),
          };
          const parameters = { ...plan, strategy };
          const offered = { up: cents(ask), down: cents(ask) };
          if (evaluate(quarter, september, snapshot, parameters).kind !== 'enter') return;
          entered++;
          expect(mayEnter(quarter, september, snapshot, offered, parameters)).toBe(true);
        },
      ),
      { seed: 7, numRuns: 3_000 },
    );
    expect(entered).toBeGreaterThan(100);
  });
});
