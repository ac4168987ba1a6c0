import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PriceSource } from '../../../../shared/domain/market/event.ts';
import { AssetPrices, median } from '../../../../shared/domain/signal/consensus.ts';
import { spotPrice } from '../../../../shared/domain/units/spot.ts';
import { secondsIn } from '../examples.ts';

const LOOKBACK = 60_000;
const MAX_AGE = 2_000;
const spot = (dollars: number) => spotPrice(Math.round(dollars * 1e8));

/** Prices of one asset, told as [source, dollars, second] in the order of time. */
function told(...prices: (readonly [PriceSource, number, number])[]): AssetPrices {
  const asset = new AssetPrices();
  for (const [source, dollars, second] of prices) asset.update(source, spot(dollars), secondsIn(second));
  return asset;
}

/** The open of three exchanges whose levels differ by basis. */
const opened = () => told(['binance', 60_000, 0], ['coinbase', 60_100, 0], ['kraken', 59_900, 0]);

describe('the consensus', () => {
  test('is the median of each source against its own open', () => {
    const asset = opened();
    const open = asset.baselines(LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(10)); // +0.1 %
    asset.update('coinbase', spot(60_220.2), secondsIn(10)); // +0.2 %
    asset.update('kraken', spot(60_199.5), secondsIn(10.5)); // +0.5 %
    const consensus = asset.consensus(open, secondsIn(11), MAX_AGE);
    expect(consensus?.change).toBeCloseTo(0.002, 12);
    expect(consensus?.divergence).toBeCloseTo(0.004, 12);
    expect(consensus?.sources.map(({ source, ageMs }) => [source, ageMs])).toEqual([
      ['binance', 1_000],
      ['coinbase', 1_000],
      ['kraken', 500],
    ]);
    expect(asset.change(open, secondsIn(11), MAX_AGE)).toBe(consensus?.change);
  });

  test('of two sources is their mean', () => {
    const asset = told(['binance', 60_000, 0], ['bitstamp', 50_000, 0]);
    const open = asset.baselines(LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(1)); // +0.1 %
    asset.update('bitstamp', spot(50_150), secondsIn(1)); // +0.3 %
    expect(asset.change(open, secondsIn(1), MAX_AGE)).toBeCloseTo(0.002, 12);
  });

  test('hears a source until it is older than allowed', () => {
    const asset = opened();
    const open = asset.baselines(LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(1));
    expect(asset.consensus(open, secondsIn(2), MAX_AGE)?.sources).toHaveLength(3);
    expect(asset.consensus(open, secondsIn(2.001), MAX_AGE)?.sources).toMatchObject([{ source: 'binance' }]);
    expect(asset.consensus(open, secondsIn(3.001), MAX_AGE)).toBeUndefined();
    expect(asset.change(open, secondsIn(3.001), MAX_AGE)).toBeUndefined();
  });

  test('falls back to the relay, then to the reference feed, where there never was an exchange', () => {
    const asset = told(['binance-relay', 60_000, 0], ['reference', 60_010, 0]);
    const open = asset.baselines(LOOKBACK);
    const heard = (second: number) =>
      asset.consensus(open, secondsIn(second), MAX_AGE)?.sources.map(({ source }) => source);
    expect(heard(1)).toEqual(['binance-relay']);
    asset.update('binance-relay', spot(60_060), secondsIn(2));
    asset.update('reference', spot(60_130.02), secondsIn(3)); // 60130.02 / 60010 = 1.002
    expect(heard(3)).toEqual(['binance-relay']);
    expect(asset.change(open, secondsIn(3), MAX_AGE)).toBeCloseTo(0.001, 12);
    expect(heard(4.5)).toEqual(['reference']);
    expect(asset.change(open, secondsIn(4.5), MAX_AGE)).toBeCloseTo(0.002, 12);
  });

  test('is none when the exchanges that were there fall silent, whoever else speaks', () => {
    const asset = told(['binance', 60_000, 0], ['reference', 60_010, 0]);
    const open = asset.baselines(LOOKBACK);
    asset.update('reference', spot(60_130), secondsIn(3));
    expect(asset.consensus(open, secondsIn(2), MAX_AGE)?.sources).toMatchObject([{ source: 'binance' }]);
    expect(asset.consensus(open, secondsIn(3), MAX_AGE)).toBeUndefined();
  });

  test('lets a source that comes late count from its first price', () => {
    const asset = told(['binance', 60_000, 0]);
    const open = asset.baselines(LOOKBACK);
    asset.update('coinbase', spot(60_500), secondsIn(1));
    expect(asset.consensus(open, secondsIn(1), MAX_AGE)?.sources).toHaveLength(1);
    const complete = asset.complete(open);
    asset.update('coinbase', spot(60_621), secondsIn(2)); // 60621 / 60500 = 1.002
    expect(asset.consensus(complete, secondsIn(2), MAX_AGE)?.sources).toMatchObject([
      { source: 'binance', change: 0 },
      { source: 'coinbase', change: expect.closeTo(0.002, 12) },
    ]);
  });

  test('keeps the baselines it has', () => {
    const asset = opened();
    const open = asset.baselines(LOOKBACK);
    asset.update('binance', spot(61_000), secondsIn(1));
    expect(asset.complete(open)).toBe(open);
  });
});

describe('the distance from where settlement measures', () => {
  /** 30 s at $60,000, then 30 s at $60,060: an average of $60,030 at the open. */
  function halved(): AssetPrices {
    const asset = told(['binance', 60_000, -60], ['binance', 60_060, -30]);
    asset.advance(secondsIn(0));
    return asset;
  }

  test('is taken from the average of the lookback before the open', () => {
    const asset = halved();
    const open = asset.baselines(LOOKBACK);
    asset.update('binance', spot(60_060), secondsIn(0));
    // 60060 / 60030 = 1 + x with x = 0.000499750; its logarithm is x - x^2/2 + x^3/3
    expect(asset.settlementDistance(open, secondsIn(0), MAX_AGE)).toBeCloseTo(0.00049962529143, 12);
    expect(asset.change(open, secondsIn(0), MAX_AGE)).toBe(0);
  });

  test('is taken from the last 30 seconds where those decide', () => {
    const asset = halved();
    const open = asset.baselines(30_000);
    asset.update('binance', spot(60_060), secondsIn(0));
    expect(asset.settlementDistance(open, secondsIn(0), MAX_AGE)).toBe(0);
  });

  test('is taken from the price at the open where a spot print decides', () => {
    const asset = halved();
    const open = asset.baselines(0);
    asset.update('binance', spot(60_120.06), secondsIn(1)); // 60120.06 / 60060 = 1.001
    expect(asset.settlementDistance(open, secondsIn(1), MAX_AGE)).toBeCloseTo(Math.log(1.001), 12);
  });

  test('needs prices for half of the lookback', () => {
    const half = told(['binance', 60_000, -30]);
    half.advance(secondsIn(0));
    expect(half.settlementDistance(half.baselines(LOOKBACK), secondsIn(0), 60_000)).toBe(0);
    const less = told(['binance', 60_000, -29]);
    less.advance(secondsIn(0));
    expect(less.settlementDistance(less.baselines(LOOKBACK), secondsIn(0), 60_000)).toBeUndefined();
  });

  test('knows a price that stood still for longer than the history', () => {
    const asset = told(['binance', 60_000, -3_600]);
    asset.advance(secondsIn(0));
    expect(asset.settlementDistance(asset.baselines(LOOKBACK), secondsIn(0), 7_200_000)).toBe(0);
  });

  test('has a determined part: the mean of the last seconds', () => {
    const asset = halved();
    const open = asset.baselines(LOOKBACK);
    asset.update('binance', spot(60_000), secondsIn(840));
    asset.update('binance', spot(60_090), secondsIn(850));
    asset.advance(secondsIn(860));
    // the last 10 s stand at 60090; the last 20 at (60000 + 60090) / 2 = 60045
    expect(asset.determinedDistance(open, 10)).toBeCloseTo(Math.log(60_090 / 60_030), 12);
    expect(asset.determinedDistance(open, 20)).toBeCloseTo(Math.log(60_045 / 60_030), 12);
  });

  test('has a determined part only of sources that were there for half of the seconds', () => {
    const asset = halved();
    const open = asset.baselines(LOOKBACK);
    expect(asset.determinedDistance(open, 0)).toBeUndefined();
    expect(new AssetPrices().determinedDistance(open, 10)).toBeUndefined();
    asset.update('kraken', spot(1), secondsIn(0)); // it has no baseline
    asset.advance(secondsIn(10));
    expect(asset.determinedDistance(open, 10)).toBeCloseTo(Math.log(60_060 / 60_030), 12);
  });

  test('has a determined part of the exchanges, not of the feeds behind them', () => {
    const asset = told(['binance', 60_000, -60], ['reference', 60_000, -60]);
    asset.advance(secondsIn(0));
    const open = asset.baselines(LOOKBACK);
    asset.update('reference', spot(61_000), secondsIn(0));
    asset.advance(secondsIn(10));
    expect(asset.determinedDistance(open, 10)).toBe(0);
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

  test('counts in an average for the seconds in which it was', () => {
    // 60,000 to second 20, not heard until 50, then 60,300: 20 s and 10 s, weighted 2 to 1
    const asset = told(['binance', 60_000, 0]);
    asset.advance(secondsIn(20));
    asset.lose('binance', secondsIn(20), secondsIn(30));
    asset.update('binance', spot(60_300), secondsIn(50));
    asset.advance(secondsIn(60));
    const open = asset.baselines(LOOKBACK);
    asset.update('binance', spot(60_100), secondsIn(60));
    expect(asset.settlementDistance(open, secondsIn(60), MAX_AGE)).toBeCloseTo(0, 12);
  });

  test('is as it was when the gap is told after it spoke again', () => {
    const asset = told(['binance', 60_000, 0], ['binance', 60_300, 50]);
    asset.lose('binance', secondsIn(20), secondsIn(50));
    asset.advance(secondsIn(60));
    const open = asset.baselines(LOOKBACK);
    asset.update('binance', spot(60_100), secondsIn(60));
    // seconds 1 to 20 at 60,000, and 51 to 60 at 60,300
    expect(asset.settlementDistance(open, secondsIn(60), MAX_AGE)).toBeCloseTo(0, 12);
  });

  test('forgets no more than a minute, however long it was', () => {
    const asset = told(['binance', 60_000, 0]);
    asset.lose('binance', secondsIn(-86_400), secondsIn(30));
    asset.update('binance', spot(60_000), secondsIn(31));
    asset.advance(secondsIn(60));
    expect(asset.settlementDistance(asset.baselines(30_000), secondsIn(60), 60_000)).toBe(0);
  });

  test('makes nothing more volatile, and nothing calmer', () => {
    const asset = new AssetPrices();
    for (let step = 0; step <= 20; step++)
      asset.update('binance', spot(step % 2 === 0 ? 60_000 : 60_060), secondsIn(step * 5));
    asset.advance(secondsIn(105));
    const before = asset.sigma();
    asset.lose('binance', secondsIn(105), secondsIn(106));
    asset.advance(secondsIn(165));
    asset.update('binance', spot(66_000), secondsIn(166));
    asset.advance(secondsIn(170));
    expect(asset.sigma()).toBe(before);
  });
});

describe('sigma', () => {
  /** Flips between $60,000 and $60,060 every five seconds, `steps` times. */
  function flipping(asset: AssetPrices, steps: number, source: PriceSource = 'binance'): AssetPrices {
    for (let step = 0; step <= steps; step++)
      asset.update(source, spot(step % 2 === 0 ? 60_000 : 60_060), secondsIn(step * 5));
    asset.advance(secondsIn(steps * 5 + 5));
    return asset;
  }
  // each step is |ln(60060 / 60000)| = 0.0009995003, over sqrt(5 s) = 2.2360680
  const FLIP = 0.000446990144;

  test('is the deviation of five-second returns per root second', () => {
    expect(flipping(new AssetPrices(), 20).sigma()).toBeCloseTo(FLIP, 10);
  });

  test('is that of a price of twenty cents too', () => {
    const asset = new AssetPrices();
    for (let step = 0; step <= 20; step++)
      asset.update('kraken', spot(step % 2 === 0 ? 0.2 : 0.2002), secondsIn(step * 5));
    asset.advance(secondsIn(105));
    expect(asset.sigma()).toBeCloseTo(FLIP, 10);
  });

  test('is unknown before a minute of prices', () => {
    expect(new AssetPrices().sigma()).toBeUndefined();
    expect(flipping(new AssetPrices(), 11).sigma()).toBeUndefined();
    expect(flipping(new AssetPrices(), 12).sigma()).toBeCloseTo(FLIP, 10);
  });

  test('remembers five minutes', () => {
    const asset = flipping(new AssetPrices(), 60);
    for (let second = 310; second <= 455; second += 5) asset.advance(secondsIn(second));
    // 30 of the last 60 steps moved: FLIP / sqrt(2)
    expect(asset.sigma()).toBeCloseTo(FLIP / Math.SQRT2, 10);
  });

  test('is the median of the exchanges, with the reference feed only behind them', () => {
    const asset = told(['reference', 60_000, 0]);
    expect(flipping(asset, 12).sigma()).toBeCloseTo(FLIP, 10);
    expect(flipping(new AssetPrices(), 12, 'reference').sigma()).toBeCloseTo(FLIP, 10);
  });

  test('comes to rest at nothing, never at no number', () => {
    const moves = fc.array(fc.integer({ min: 59_000_00, max: 61_000_00 }), { minLength: 12, maxLength: 80 });
    fc.assert(
      fc.property(moves, (path) => {
        const asset = new AssetPrices();
        path.forEach((cents, step) => {
          asset.update('binance', spot(cents / 100), secondsIn(step * 5));
        });
        for (let minute = 0; minute <= 6; minute++) asset.advance(secondsIn(path.length * 5 + minute * 60));
        expect(asset.sigma()).toBeLessThan(1e-8);
      }),
    );
  });
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});
