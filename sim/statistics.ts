/**
 * The numbers that every synthetic day is made from, with their sources; those in which profiles differ are in
 * realistic.ts and eventful.ts. "Measured" names the recording a number was measured on; "facts" are venue documents and
 * dated field notes; "assumed" is ours. docs/synthetic-day.md says how.
 */

/** The path of BTC/USD that all feeds follow. */
export const PRICE = {
  /** Dollars at the first step. The level of autumn 2026 (facts 3.4, a final price of 83,884). */
  start: 84_200,
  stepMs: 100,
} as const;

/** Venue prices against the path, and how their trades arrive. */
export const SPOT = {
  /** Binance USDT sits 3 to 9 bps below Chainlink USD, drifting (facts 4.3; median 8.3 measured, spot_multifeed_100ms). */
  binanceBasis: { mean: 0.0006, deviation: 0.00015, halfLifeMs: 3 * 3_600_000, least: 0.0003, most: 0.0009 },
  /**
   * Orders per second (each sweeps `sweepMean` prints on average), their tick and half the spread in dollars, and the
   * wander of the venue's own mid. Binance prints 16.8 aggregated trades a second (measured, binance_spot_ws_raw): scaled by about a third.
   * Its spread is one tick (measured, same). Rates and spreads of the other three: assumed.
   */
  binance: { ordersPerSecond: 4, sweepMean: 1.4, tick: 0.01, halfSpread: 0.005, wander: 0.4 },
  coinbase: { ordersPerSecond: 1, sweepMean: 1.3, tick: 0.01, halfSpread: 0.25, wander: 0.8 },
  kraken: { ordersPerSecond: 0.5, sweepMean: 1.3, tick: 0.1, halfSpread: 0.4, wander: 1.2 },
  bitstamp: { ordersPerSecond: 0.3, sweepMean: 1.2, tick: 1, halfSpread: 1, wander: 1.5 },
  /** How soon a venue's mid comes back: assumed. */
  wanderHalfLifeMs: 2_000,
  /** Trading quickens with volatility to this power, and never falls below a share of the usual: assumed. */
  rateByVolatility: 0.5,
  leastPace: 0.6,
  /** Quantity of a print in BTC, lognormal (measured, binance_spot_ws_raw: median 0.0011, 90 % below 0.081). */
  quantity: { median: 0.0011, sigma: 2.6 },
  /** `bookTicker` frames a second. 81 measured in binance_spot_ws_raw; thinned to a collector's one or two. */
  bookTickersPerSecond: 1,
  /** Exchange time to receive time in ms, lognormal. Binance measured (spot_multifeed_100ms: 120 / 200 / 304 at 5 / 50 / 99 %); the rest assumed. */
  latency: {
    binance: { median: 180, sigma: 0.25 },
    coinbase: { median: 60, sigma: 0.35 },
    kraken: { median: 90, sigma: 0.35 },
    bitstamp: { median: 110, sigma: 0.35 },
  },
} as const;

/** Chainlink's prints as PolyBolt relays them. */
export const REFERENCE = {
  /**
   * A print stamped T is the mean of the path from T - `oldestMs` to T - `newestMs`. Together with the delivery below
   * Binance then leads by 2.0-2.4 s of receive time (measured, spot_multifeed_100ms, peak of the correlation at 2.1-2.5 s).
   */
  oldestMs: 1_300,
  newestMs: 400,
  /** Stamp to receive time in ms, lognormal (measured, spot_multifeed_100ms: 861 / 1381 / 1903 at 5 / 75 / 99 %). */
  latency: { median: 1_240, sigma: 0.2 },
  /** Seconds that the settlement average looks back (facts 4.1). */
  twapSeconds: 60,
} as const;

/** The market maker of the venue's books and the traders it meets. */
export const BOOK = {
  opensBeforeMs: 60_000,
  /** Thousandths that a quote must move for takers to race for what it leaves behind: assumed. */
  jump: 30,
  /** Share of repricings that draw the spread anew: assumed. */
  spreadRedrawn: 0.08,
  /** Levels a side: laid out, topped up below, trimmed above. 15-50 are real (measured, cronos_clob_5m); fewer keep the tape small. */
  levels: { laidOut: 10, least: 6, most: 16 },
  /** Changes a second that move no price, and trades a second: assumed. In cronos_clob_5m 75 % of changes leave the best prices alone. */
  refreshesPerSecond: 0.15,
  /** A book that rests longer is refreshed: real ones change several times a second. */
  longestRestMs: 3_000,
  tradesPerSecond: 0.08,
  tradeSize: { median: 20, sigma: 1.1 },
  /** Venue time to receive time in ms, lognormal (measured, cronos_clob_5m: 70 ms between the 5 and 95 % quantiles). */
  latency: { median: 45, sigma: 0.35 },
  /** The tick is 0.001 beyond 0.96 and 0.04 (facts 6.1), and a cent again inside 0.95 and 0.05. */
  fineAbove: 960,
  coarseBelow: 950,
} as const;

/** When Gamma speaks. */
export const LISTING = {
  announcedBeforeMs: 600_000,
  /** Close to resolution: 20-90 s (facts 4.6). */
  resolvedAfterMs: { least: 20_000, most: 90_000 },
} as const;
