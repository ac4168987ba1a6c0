import type { Profile } from './profile.ts';

/** A day like those recorded: test/sim/realistic.test.ts holds what comes out to the sources named here. */
export const REALISTIC: Profile = {
  title: 'SYNTHETIC day of BTC 15-minute windows',
  /** Chosen among the first 26: its volatility, number of large moves and Brier scores are near those of recorded days. */
  seed: 26,
  price: {
    /**
     * 29 whole days moved by 0.24e-4 to 1.08e-4 per root second, spread evenly, 0.72e-4 together (measured,
     * binance_klines_1m). These are the levels without the drift and the bursts; a day moves around its level.
     */
    sigma: { least: 0.0000285, most: 0.000112 },
    /** Together they have the autocorrelation of absolute 1-minute returns of those days, and their kurtosis. */
    waves: [
      { halfLifeMs: 120 * 60_000, deviation: 0.5 },
      { halfLifeMs: 5 * 60_000, deviation: 0.45 },
    ],
    /** Mean absolute return of the minutes of a quarter hour to that of all (measured, same). */
    byMinute: [1.11, 1.1, 1.1, 1.08, 0.98, 1.13, 1.09, 1.01, 0.93, 0.95, 1, 0.96, 0.87, 0.89, 0.8],
    /**
     * It moves the maker's quotes by 0.13 deviations from what the path alone says: real quotes wander by 0.08-0.16
     * (measured, savekiller_rounds_1hz_5m), and their Brier score is better by 0.001-0.007 for it (facts, reaction 4). How
     * soon it is over: assumed, longer than there so that the books rest.
     */
    drift: { halfLifeMs: 5 * 60_000, deviation: 0.013 },
    /**
     * With these, returns of a second are correlated by 0.11 and the variance of a minute is 1.56 times that of its seconds
     * (facts, reaction 4; 1.3-2.1 measured, spot_multifeed_100ms and chainlink_day_20260724).
     */
    trailing: { share: 0.27, meanLifeMs: 2_000 },
    /** Four 1-minute returns a day are beyond five deviations (measured, binance_klines_1m). */
    burst: { perDay: 50, medianSize: 0.0007, sizeSigma: 0.7, meanLifeMs: 200 },
  },
  maker: {
    /** Books have followed by half after 250 ms, 300 after a jump, and by 90 % after 400 and 577 (facts, reaction 1). */
    repriceLag: { median: 240, sigma: 0.3 },
    quotesUnderWay: 8,
    /** 41 % of stale asks are taken (facts, reaction 1). */
    staleTaken: 0.41,
    /** The best memory of those tried there is 600 s (facts, reaction 4); the rest is assumed. */
    volatility: {
      usualLevel: 0.00007,
      usualShare: 0.05,
      halfLifeMs: 10 * 60_000,
      sampleMs: 60_000,
      everyMs: 10_000,
    },
    /** Noise: assumed. */
    opinion: { deviation: 0.03, halfLifeMs: 90_000 },
    /** One cent in 97.9 % of 15-minute books between 10 and 90 cents, two in 0.9 % (measured, whird_btc_books_1min_202608). */
    spreadTicks: [0.979, 0.009, 0.012],
    /** 70 / 161 / 302 shares at the touch at the quartiles (measured, same); then 247 and more (measured, cronos_clob_5m). */
    sizes: [
      { median: 145, sigma: 1.15 },
      { median: 240, sigma: 0.9 },
      { median: 248, sigma: 0.85 },
      { median: 300, sigma: 0.75 },
    ],
  },
};
