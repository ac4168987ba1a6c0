import { describe, expect, test } from 'vitest';
import type { PriceSource } from '../../../../shared/domain/market/event.ts';
import { AssetPrices, median, type PriceParameters } from '../../../../shared/domain/signal/consensus.ts';
import { spotPrice } from '../../../../shared/domain/units/spot.ts';
import { secondsIn } from '../examples.ts';

const LOOKBACK = 60_000;
const pricesOf = (change: Partial<PriceParameters> = {}) =>
  new AssetPrices({ maxSourceAgeMs: 2_000, longRunSigma: 0.0001, ...change });
const spot = (dollars: number) => spotPrice(Math.round(dollars * 1e8));

/** Prices of one asset, told as [source, dollars, second] in the order of time. */
function told(...prices: (readonly [PriceSource, number, number])[]): AssetPrices {
  const asset = pricesOf();
  for (const [source, dollars, second] of prices) asset.update(source, spot(dollars), secondsIn(second));
  return asset;
}

/** The open of three exchanges whose levels differ by basis. */
const opened = () => told(['binance', 60_000, 0], ['coinbase', 60_100, 0], ['kraken', 59_900, 0]);

describe('the consensus', () => {
  test('is the median of each source against its own open', () => {
    const asset = opened();
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(10)); // +0.1 %
    asset.update('coinbase', spot(60_220.2), secondsIn(10)); // +0.2 %
    asset.update('kraken', spot(60_199.5), secondsIn(10.5)); // +0.5 %
    const consensus = asset.consensus(open, secondsIn(11));
    expect(consensus?.change).toBeCloseTo(0.002, 12);
    expect(consensus?.divergence).toBeCloseTo(0.004, 12);
    expect(consensus?.sources.map(({ source, ageMs }) => [source, ageMs])).toEqual([
      ['binance', 1_000],
      ['coinbase', 1_000],
      ['kraken', 500],
    ]);
    expect(asset.change(open, secondsIn(11))).toBe(consensus?.change);
  });

  test('of two sources is their mean', () => {
    const asset = told(['binance', 60_000, 0], ['bitstamp', 50_000, 0]);
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(1)); // +0.1 %
    asset.update('bitstamp', spot(50_150), secondsIn(1)); // +0.3 %
    expect(asset.change(open, secondsIn(1))).toBeCloseTo(0.002, 12);
  });

  test('hears a source until it is older than allowed', () => {
    const asset = opened();
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(1));
    expect(asset.consensus(open, secondsIn(2))?.sources).toHaveLength(3);
    expect(asset.consensus(open, secondsIn(2.001))?.sources).toMatchObject([{ source: 'binance' }]);
    expect(asset.consensus(open, secondsIn(3.001))).toBeUndefined();
    expect(asset.change(open, secondsIn(3.001))).toBeUndefined();
  });

  test('falls back to the relay, then to the reference feed, where there never was an exchange', () => {
    const asset = told(['binance-relay', 60_000, 0], ['reference', 60_010, 0]);
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    const heard = (second: number) =>
      asset.consensus(open, secondsIn(second))?.sources.map(({ source }) => source);
    expect(heard(1)).toEqual(['binance-relay']);
    asset.update('binance-relay', spot(60_060), secondsIn(2));
    asset.update('reference', spot(60_130.02), secondsIn(3)); // 60130.02 / 60010 = 1.002
    expect(heard(3)).toEqual(['binance-relay']);
    expect(asset.change(open, secondsIn(3))).toBeCloseTo(0.001, 12);
    expect(heard(4.5)).toEqual(['reference']);
    expect(asset.change(open, secondsIn(4.5))).toBeCloseTo(0.002, 12);
  });

  test('is none when the exchanges that were there fall silent, whoever else speaks', () => {
    const asset = told(['binance', 60_000, 0], ['reference', 60_010, 0]);
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('reference', spot(60_130), secondsIn(3));
    expect(asset.consensus(open, secondsIn(2))?.sources).toMatchObject([{ source: 'binance' }]);
    expect(asset.consensus(open, secondsIn(3))).toBeUndefined();
  });

  test('leaves out a source that had no fresh price at the open, however good it is later', () => {
    // Kraken's price was 2.001 s old at the open, and coinbase is first heard after it.
    const asset = told(['kraken', 59_400, -2.001], ['binance', 60_000, -2]);
    asset.advance(secondsIn(0));
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(1));
    asset.update('kraken', spot(60_060), secondsIn(1)); // +1.1 % since it was last heard
    asset.update('coinbase', spot(60_500), secondsIn(1));
    asset.update('coinbase', spot(60_621), secondsIn(2));
    expect(asset.consensus(open, secondsIn(2))?.sources).toMatchObject([{ source: 'binance' }]);
    expect(asset.change(open, secondsIn(2))).toBeCloseTo(0.001, 12);
  });

  test('is none where the exchanges were silent at the open, and no feed stands in for them', () => {
    const asset = told(['binance', 60_000, -60], ['reference', 60_010, 0]);
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('binance', spot(60_420), secondsIn(1));
    asset.update('reference', spot(60_430), secondsIn(1));
    expect(asset.consensus(open, secondsIn(1))).toBeUndefined();
    expect(asset.change(open, secondsIn(1))).toBeUndefined();
    expect(asset.settlementDistance(open, secondsIn(1))).toBeUndefined();
  });

  test('is none of a window that is heard of after prices from later than its open', () => {
    const asset = told(['binance', 60_000, 0], ['binance', 60_600, 120]);
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('binance', spot(60_660), secondsIn(121));
    expect(asset.consensus(open, secondsIn(121))).toBeUndefined();
    expect(asset.settlementDistance(open, secondsIn(121))).toBeUndefined();
  });

  test('takes a price for as old as its venue says', () => {
    const asset = opened();
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(60), secondsIn(10)); // 50 s late
    expect(asset.consensus(open, secondsIn(60))).toBeUndefined();
    expect(asset.sources(secondsIn(60))[0]).toEqual({ source: 'binance', price: 60_060, ageMs: 50_000 });
    // A clock of the venue that is ahead makes nothing younger than its receipt.
    asset.update('binance', spot(60_060), secondsIn(61), secondsIn(70));
    expect(asset.sources(secondsIn(61))[0]?.ageMs).toBe(0);
  });

  test('has no stand-in while the exchanges are stale for a moment: neither return, distance nor volatility', () => {
    const asset = pricesOf();
    for (let second = -90; second <= 0; second++) {
      asset.update('binance', spot(60_000), secondsIn(second));
      asset.update('reference', spot(60_010), secondsIn(second));
    }
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    for (let second = 1; second <= 9; second++) asset.update('reference', spot(66_000), secondsIn(second));
    expect(asset.change(open, secondsIn(9))).toBeUndefined();
    expect(asset.settlementDistance(open, secondsIn(9))).toBeUndefined();
    // A return of 10 % would make it some 0.004; what is known fades towards the long run.
    expect(asset.sigma()).toBeLessThan(0.0001);
  });
});

describe('the distance from where settlement measures', () => {
  /** Every second of the minute before the open but the `missing` ones: 30 s at $60,000, then 30 s at $60,060. */
  function halved(missing: (second: number) => boolean = () => false): AssetPrices {
    const asset = pricesOf({ maxSourceAgeMs: 999 });
    for (let second = -60; second < 0; second++)
      if (!missing(second))
        asset.update('binance', spot(second < -30 ? 60_000 : 60_060), secondsIn(second + 0.5));
    asset.advance(secondsIn(0));
    return asset;
  }

  test('is taken from the average of the lookback before the open', () => {
    const asset = halved();
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(0));
    // 60060 / 60030 = 1 + x with x = 0.000499750; its logarithm is x - x^2/2 + x^3/3
    expect(asset.settlementDistance(open, secondsIn(0))).toBeCloseTo(0.00049962529143, 12);
    expect(asset.change(open, secondsIn(0))).toBe(0);
  });

  test('is taken from the last 30 seconds where those decide', () => {
    const asset = halved();
    const open = asset.baselines(secondsIn(0), 30_000);
    asset.update('binance', spot(60_060), secondsIn(0));
    expect(asset.settlementDistance(open, secondsIn(0))).toBe(0);
  });

  test('is taken from the price at the open where a spot print decides', () => {
    const asset = halved();
    const open = asset.baselines(secondsIn(0), 0);
    asset.update('binance', spot(60_120.06), secondsIn(1)); // 60120.06 / 60060 = 1.001
    expect(asset.settlementDistance(open, secondsIn(1))).toBeCloseTo(Math.log(1.001), 12);
  });

  test.each([
    ['six seconds', (second: number) => second >= -20 && second < -14, true],
    ['seven seconds', (second: number) => second >= -20 && second < -13, false],
    ['the first seven', (second: number) => second < -53, false],
    ['every other second', (second: number) => second % 2 !== 0, true],
  ])('does without %s in a row: %#', (_, missing, known) => {
    const asset = halved(missing);
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(0));
    expect(asset.settlementDistance(open, secondsIn(0)) !== undefined).toBe(known);
  });

  test('knows a price that stood still for longer than the history, where such an age is allowed', () => {
    const asset = pricesOf({ maxSourceAgeMs: 7_200_000 });
    asset.update('binance', spot(60_000), secondsIn(-3_600));
    asset.advance(secondsIn(0));
    expect(asset.settlementDistance(asset.baselines(secondsIn(0), LOOKBACK), secondsIn(0))).toBe(0);
  });

  test('has a determined part: the mean of the last seconds', () => {
    const asset = halved();
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    for (let second = 839; second < 850; second++)
      asset.update('binance', spot(60_000), secondsIn(second + 0.5));
    for (let second = 850; second < 860; second++)
      asset.update('binance', spot(60_090), secondsIn(second + 0.5));
    asset.advance(secondsIn(860));
    // the last 10 s stand at 60090; the last 20 at (60000 + 60090) / 2 = 60045
    expect(asset.determinedDistance(open, 10)).toBeCloseTo(Math.log(60_090 / 60_030), 12);
    expect(asset.determinedDistance(open, 20)).toBeCloseTo(Math.log(60_045 / 60_030), 12);
  });

  test('has a determined part only of sources that were there at the open and in those seconds', () => {
    const asset = halved();
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    expect(asset.determinedDistance(open, 0)).toBeUndefined();
    expect(pricesOf().determinedDistance(open, 10)).toBeUndefined();
    for (let second = 0; second < 10; second++) {
      asset.update('binance', spot(60_060), secondsIn(second + 0.5));
      asset.update('kraken', spot(1), secondsIn(second + 0.5)); // it has no baseline
    }
    asset.advance(secondsIn(10));
    expect(asset.determinedDistance(open, 10)).toBeCloseTo(Math.log(60_060 / 60_030), 12);
    asset.advance(secondsIn(20));
    expect(asset.determinedDistance(open, 10)).toBeUndefined();
  });

  test('has a determined part of the exchanges, not of the feeds behind them', () => {
    const asset = halved();
    for (let second = -7; second < 0; second++) asset.update('reference', spot(60_000), secondsIn(0));
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    for (let second = 0; second < 10; second++) {
      asset.update('binance', spot(60_030), secondsIn(second + 0.5));
      asset.update('reference', spot(61_000), secondsIn(second + 0.5));
    }
    asset.advance(secondsIn(10));
    expect(asset.determinedDistance(open, 10)).toBe(0);
  });
});

describe('the estimate of the strike', () => {
  /** A minute of prices a second: [source, dollars] each, from `from` seconds after the open. */
  const minute = (asset: AssetPrices, from: number, ...prices: (readonly [PriceSource, number])[]) => {
    for (let second = from; second < from + 60; second++)
      for (const [source, dollars] of prices) asset.update(source, spot(dollars), secondsIn(second + 0.5));
    asset.advance(secondsIn(from + 60));
  };

  test('is the reference feed’s own average at the open where that was heard', () => {
    const asset = pricesOf();
    minute(asset, -60, ['binance', 60_060], ['reference', 60_010]);
    expect(asset.baselines(secondsIn(0), LOOKBACK).strike).toBe(60_010);
  });

  test('is the median of the exchanges’ own levels where there is no reference feed', () => {
    const asset = pricesOf();
    minute(asset, -60, ['binance', 60_060], ['coinbase', 60_020], ['kraken', 60_030]);
    expect(asset.baselines(secondsIn(0), LOOKBACK).strike).toBe(60_030);
  });

  test('of exchanges stands at the level of the reference feed', () => {
    const asset = pricesOf();
    minute(asset, -60, ['binance', 60_000]);
    const open = asset.baselines(secondsIn(0), LOOKBACK);
    expect(asset.strikeEstimate(open)).toBe(60_000);
    // Binance is 0.1 % dearer than the reference feed: 60,600 against 60,539.46 = 60,600 / 1.001
    minute(asset, 0, ['binance', 60_600], ['reference', 60_600 / 1.001]);
    expect(asset.strikeEstimate(open)).toBeCloseTo(60_000 / 1.001, 6);
  });

  test('is none without prices at the open', () => {
    const asset = pricesOf();
    expect(asset.baselines(secondsIn(0), LOOKBACK).strike).toBeUndefined();
  });
});

describe('a source that was not heard for a while', () => {
  test('is listed with its last price and its age', () => {
    const asset = told(['kraken', 60_000, 0], ['reference', 60_010, 1]);
    expect(asset.sources(secondsIn(5))).toEqual([
      { source: 'kraken', price: 60_000, ageMs: 5_000 },
      { source: 'reference', price: 60_010, ageMs: 4_000 },
    ]);
    asset.lose('kraken', secondsIn(0), secondsIn(5));
    expect(asset.sources(secondsIn(6))).toMatchObject([{ source: 'kraken', ageMs: 6_000 }, {}]);
  });

  test.each([
    ['while it is silent', -27],
    ['when it speaks again', -24],
  ])('counts in an average for the seconds in which it was, when the gap is told %s', (_, toldAt) => {
    const asset = pricesOf({ maxSourceAgeMs: 60_000 });
    for (let second = -60; second < 0; second++) {
      if (second === toldAt) asset.lose('binance', secondsIn(-29.5), secondsIn(toldAt));
      if (second < -29 || second > -25)
        asset.update('binance', spot(second < -10 ? 60_000 : 60_300), secondsIn(second + 0.5));
    }
    asset.advance(secondsIn(0));
    // Samples at -59 to -30 and -23 to -10 stand at 60,000 (44 of them), at -9 to 0 at 60,300 (10).
    expect(asset.baselines(secondsIn(0), LOOKBACK).settlement[0]).toBeCloseTo(
      (44 * 60_000 + 10 * 60_300) / 54,
      6,
    );
  });

  test('forgets no more than a minute, however long it was', () => {
    const asset = told(['binance', 60_000, -90]);
    asset.lose('binance', secondsIn(-86_400), secondsIn(-61));
    for (let second = -61; second < 0; second++)
      asset.update('binance', spot(60_000), secondsIn(second + 0.5));
    asset.advance(secondsIn(0));
    expect(asset.settlementDistance(asset.baselines(secondsIn(0), LOOKBACK), secondsIn(0))).toBe(0);
  });
});

describe('the volatility', () => {
  /** Dollars of a source at every second, half a second before it. */
  const path = (
    asset: AssetPrices,
    source: PriceSource,
    dollars: (second: number) => number,
    seconds: number,
  ) => {
    for (let second = 1; second <= seconds; second++)
      asset.update(source, spot(dollars(second)), secondsIn(second - 0.5));
    asset.advance(secondsIn(seconds));
    return asset;
  };
  const flipping = (second: number) => (Math.floor(second / 5) % 2 === 0 ? 60_000 : 60_060);

  test('is unknown before a minute of returns, and after a quarter of an hour without one', () => {
    expect(path(pricesOf(), 'binance', flipping, 64).sigma()).toBeUndefined();
    const asset = path(pricesOf(), 'binance', flipping, 65);
    expect(asset.sigma()).toBeGreaterThan(0);
    asset.advance(secondsIn(65 + 900));
    expect(asset.sigma()).toBeUndefined();
  });

  test('takes no return of a price that is too old at either end', () => {
    const asset = path(pricesOf(), 'binance', () => 60_000, 120);
    // 20 s of silence, then 10 % higher: no return spans it, neither of five seconds nor of sixty.
    asset.advance(secondsIn(140));
    asset.update('binance', spot(66_000), secondsIn(140.5));
    asset.advance(secondsIn(146));
    expect(asset.sigma()).toBeLessThan(0.0001);
  });

  test('is that of the exchanges, with the reference feed only where there never was one', () => {
    const asset = pricesOf();
    for (let second = 1; second <= 120; second++) {
      asset.update('binance', spot(60_000), secondsIn(second - 0.5));
      asset.update('reference', spot(flipping(second)), secondsIn(second - 0.4));
    }
    asset.advance(secondsIn(120));
    const alone = path(pricesOf(), 'binance', () => 60_000, 120);
    expect(asset.sigma()).toBe(alone.sigma());
    expect(path(pricesOf(), 'reference', flipping, 120).sigma()).toBeGreaterThan(
      2 * (alone.sigma() as number),
    );
  });

  test('has no return of a minute across ten in which nobody asked', () => {
    // What the slots of the last minute hold is of ten minutes ago: 60,000 in half of them.
    const dollars = (second: number) => (second <= 90 ? 60_000 : 66_000);
    const asset = path(pricesOf({ maxSourceAgeMs: 900_000 }), 'binance', dollars, 120);
    const before = asset.sigma() as number;
    asset.advance(secondsIn(720));
    expect(asset.sigma()).toBeLessThan(before);
  });
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});
