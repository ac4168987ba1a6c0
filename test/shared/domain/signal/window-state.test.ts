import { describe, expect, test } from 'vitest';
import type { Market, VenueRules } from '../../../../shared/domain/market/market.ts';
import { AssetPrices } from '../../../../shared/domain/signal/consensus.ts';
import { WindowState } from '../../../../shared/domain/signal/window-state.ts';
import { spotPrice } from '../../../../shared/domain/units/spot.ts';
import { cents, level, quarter, secondsIn, september } from '../examples.ts';

const market: Market = {
  window: quarter,
  slug: 'btc-updown-15m-1790616600',
  conditionId: '0xf6a64d2d',
  tokens: { up: '7270', down: '7284' },
  version: 'v1',
  acceptingOrders: true,
  declared: {},
  title: 'Bitcoin Up or Down',
};
const pricesOf = () => new AssetPrices({ maxSourceAgeMs: 2_000, longRunSigma: 0.0001 });
const spot = (dollars: number) => spotPrice(Math.round(dollars * 1e8));

/** A window watched since $60,000 was paid every second of the minute before its open. */
function watched(rules: VenueRules = september) {
  const prices = pricesOf();
  for (let second = -60; second < 0; second++) prices.update('binance', spot(60_000), secondsIn(second));
  const state = new WindowState(market, rules, prices);
  state.open();
  const priced = (dollars: number, second: number) => {
    prices.update('binance', spot(dollars), secondsIn(second));
    state.priced(secondsIn(second));
  };
  return { state, prices, priced };
}

describe('a window that is watched', () => {
  test('has books and no path before its open', () => {
    const state = new WindowState(market, september, pricesOf());
    state.books.up.snapshot([level(57, 1)], [level(58, 2)], secondsIn(-30));
    state.priced(secondsIn(-20));
    expect(state.snapshot(secondsIn(-10), undefined)).toEqual({
      at: secondsIn(-10),
      strike: undefined,
      tickSize: cents(1),
      sigma: undefined,
      books: {
        up: { bids: [level(57, 1)], asks: [level(58, 2)], receivedAt: secondsIn(-30) },
        down: undefined,
      },
    });
    expect(state.estimatedStrike).toBeUndefined();
    expect(state.view(secondsIn(-1))).toEqual({ at: secondsIn(-1) });
  });

  test('estimates its strike as the average before the open', () => {
    expect(watched().state.estimatedStrike).toBe(60_000);
  });

  test('has the return since its open, and how straight it came', () => {
    const { state, priced } = watched();
    priced(60_060, 60);
    priced(60_120, 120);
    priced(60_180, 180);
    const { consensus, trend, distance } = state.snapshot(secondsIn(180), undefined);
    expect(consensus?.change).toBeCloseTo(0.003, 12);
    expect(distance).toBeCloseTo(Math.log(1.003), 12);
    expect(trend?.change).toBeCloseTo(0.003, 12);
    expect(trend?.consistency).toBeCloseTo(1, 12);
    expect(trend?.slope).toBeCloseTo(0.001 / 60, 12);
    expect(trend?.points).toBe(3);
  });

  test('takes no price after its close', () => {
    const { state, priced } = watched();
    priced(60_060, 899);
    priced(61_000, 900);
    expect(state.snapshot(secondsIn(899), undefined).trend?.points).toBe(1);
  });

  test('takes no price that is stale when it is told', () => {
    const { state, prices } = watched();
    prices.update('binance', spot(60_060), secondsIn(10));
    state.priced(secondsIn(12.001));
    expect(state.snapshot(secondsIn(12.001), undefined).trend).toBeUndefined();
  });

  test('gives no say to an exchange that comes after its open', () => {
    const { state, prices, priced } = watched();
    prices.update('coinbase', spot(60_100), secondsIn(10));
    state.priced(secondsIn(10));
    priced(60_060, 11);
    expect(state.snapshot(secondsIn(11), undefined).consensus?.sources).toMatchObject([
      { source: 'binance' },
    ]);
  });

  test('holds its estimate against the strike that is known', () => {
    const { state, priced } = watched();
    priced(60_060, 60);
    const deviation = (value: string) =>
      state.snapshot(secondsIn(60), { value, source: 'recorded' }).strikeDeviation;
    expect(deviation('60000')).toBe(0);
    // 60,000 / 59,400 is 1.0101
    expect(deviation('59400')).toBeCloseTo(0.010101, 6);
    expect(state.snapshot(secondsIn(60), undefined).strikeDeviation).toBeUndefined();
  });

  test('has nothing to hold against the strike when no price was heard before the open', () => {
    const state = new WindowState(market, september, pricesOf());
    state.open();
    expect(state.snapshot(secondsIn(1), { value: '60000', source: 'gamma' }).strikeDeviation).toBeUndefined();
  });

  test('says which of its books the venue contradicts', () => {
    const { state } = watched();
    expect(state.snapshot(secondsIn(0), undefined).suspectBooks).toBeUndefined();
    state.suspects.add('down');
    expect(state.snapshot(secondsIn(0), undefined).suspectBooks).toEqual(['down']);
  });
});

describe('the part of the final average that is determined', () => {
  const determined = (second: number, rules?: VenueRules) => {
    const { state, priced } = watched(rules);
    for (let each = 839; each < second; each++) priced(60_060, each + 0.5);
    priced(60_060, second);
    return state.snapshot(secondsIn(second), undefined).determined;
  };

  test('begins a second after the average does', () => {
    expect(determined(840.999)).toBeUndefined();
    expect(determined(841)).toBeCloseTo(Math.log(1.001), 12);
    expect(determined(870)).toBeCloseTo(Math.log(1.001), 12);
  });

  test('begins with a shorter average later', () => {
    const short = {
      ...september,
      settlement: { kind: 'twap', source: 'chainlink', lookbackMs: 30_000 },
    } as const;
    expect(determined(870.999, short)).toBeUndefined();
    expect(determined(871, short)).toBeCloseTo(Math.log(1.001), 12);
  });

  test('is none where a spot print decides', () => {
    expect(
      determined(899, { ...september, settlement: { kind: 'spot', source: 'chainlink' } }),
    ).toBeUndefined();
  });
});

describe('the path for charts', () => {
  test('has a point every ten seconds, with what was known', () => {
    const { state, priced } = watched();
    state.samplePath(secondsIn(-1));
    priced(60_000, 0);
    state.samplePath(secondsIn(0));
    state.samplePath(secondsIn(9.999));
    priced(60_060, 10);
    state.books.up.snapshot([level(57, 1)], [level(58, 1)], secondsIn(10));
    state.samplePath(secondsIn(10));
    expect(state.path).toEqual([
      { at: secondsIn(0), change: 0, up: null },
      { at: secondsIn(10), change: expect.closeTo(0.001, 12), up: 0.575 },
    ]);
  });

  test('reads the market of Up from the book of Down where only that is quoted', () => {
    const { state } = watched();
    state.books.up.snapshot([], [], secondsIn(0));
    state.books.down.snapshot([level(42, 1)], [level(43, 1)], secondsIn(0));
    state.samplePath(secondsIn(0));
    expect(state.path[0]?.up).toBeCloseTo(0.575, 12);
  });

  test('has gaps where nothing was fresh', () => {
    const { state } = watched();
    state.samplePath(secondsIn(100));
    const unopened = new WindowState(market, september, pricesOf());
    unopened.samplePath(secondsIn(0));
    expect([state.path[0], unopened.path[0]]).toMatchObject([
      { change: null, up: null },
      { change: null, up: null },
    ]);
  });

  test('ends with a point at the close', () => {
    const { state } = watched();
    state.samplePath(secondsIn(895));
    expect(state.nextPointAt).toBe(quarter.closeAt);
  });
});
