import type { Profile } from './profile.ts';

/**
 * A day on which something happens in most windows: rare, and for demonstrations. 57 of 96 windows of the default
 * seed end 0.3 % or more from their open; 2 of 118 days of binance_klines_15m had as many. The settings too were
 * chosen for what the strategies do on it: docs/synthetic-day.md.
 */
export const EVENTFUL: Profile = {
  title: 'SYNTHETIC, EVENTFUL day of BTC 15-minute windows (2 of 118 days move so much)',
  /** Among over a hundred because both strategies find trades on it and win and lose some: no evidence of anything. */
  seed: 21,
  price: {
    /** The 98th percentile of days by the deviation of 15-minute returns, 0.57 % (measured, binance_klines_15m). */
    sigma: { least: 0.00013, most: 0.00013 },
    waves: [
      { halfLifeMs: 150 * 60_000, deviation: 0.55 },
      { halfLifeMs: 6 * 60_000, deviation: 0.3 },
    ],
    byMinute: Array(15).fill(1),
    drift: { halfLifeMs: 300_000, deviation: 0 },
    trailing: { share: 0, meanLifeMs: 1_000 },
    /** Assumed, and set so that windows with a steady move are common. */
    workedOrders: {
      perDay: 80,
      size: { median: 0.0059, sigma: 0.3 },
      lengthMs: { median: 200_000, sigma: 0.2 },
      decays: 0.95,
      decayMeanLifeMs: 300_000,
    },
    burst: { perDay: 80, medianSize: 0.0016, sizeSigma: 0.6, meanLifeMs: 1_500 },
  },
  maker: {
    repriceLag: { median: 300, sigma: 0.8 },
    quotesUnderWay: 1,
    staleTaken: 0,
    /** Assumed: it knows little of the day, */
    volatility: {
      usualLevel: 0.0001,
      usualShare: 0.1,
      halfLifeMs: 4 * 60_000,
      sampleMs: 60_000,
      everyMs: 60_000,
    },
    /** and expects every move to be taken back as those of large orders are. */
    reversal: { share: 0.75, halfLifeMs: 75_000, meanLifeMs: 300_000 },
    opinion: { deviation: 0.08, halfLifeMs: 90_000 },
    /** Of five-minute books (measured, cronos_clob_5m). */
    spreadTicks: [0.75, 0.16, 0.09],
    sizes: [
      { median: 122, sigma: 1.45 },
      { median: 199, sigma: 1.1 },
      { median: 248, sigma: 1 },
      { median: 300, sigma: 0.75 },
    ],
  },
};
