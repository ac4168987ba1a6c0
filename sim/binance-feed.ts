import { makeArrivals } from './arrivals.ts';
import { makeSocket, type Outbox } from './outbox.ts';
import { makeRandom, type Random } from './random.ts';
import { aggTradeFrame, bookTickerFrame } from './spot-frames.ts';
import { makeTrades, type SpotStep } from './spot-trades.ts';
import { PRICE, SPOT } from './statistics.ts';
import { makeSampledWave } from './wave.ts';

/** How far Binance's USDT price sits below Chainlink's dollar price: a slow wave between two bounds, moved each second. */
function makeBasis(random: Random) {
  const { mean, least, most } = SPOT.binanceBasis;
  const away = makeSampledWave(random, SPOT.binanceBasis);
  let basis: number = mean;
  return (at: number): number => {
    if (at % 1_000 === 0) basis = Math.min(most, Math.max(least, mean + away(at)));
    return basis;
  };
}

/** The combined stream of aggregated trades and, thinned, of the best bid and ask. */
export function makeBinanceFeed(seed: number, outbox: Outbox) {
  const random = makeRandom(seed, 'binance');
  const { median, sigma } = SPOT.latency.binance;
  const send = makeSocket(outbox, 'binance', () => random.lognormal(median, sigma));
  const basis = makeBasis(random);
  const tickers = makeArrivals(random);
  let aggregate = 3_915_000_000;
  let trade = 5_640_000_000;
  let update = 81_200_000_000;
  const trades = makeTrades(random, SPOT.binance, (print) =>
    send(print.at, aggTradeFrame(print, ++aggregate, ++trade)),
  );
  let before = Number.NaN;

  return ({ from, now, pace }: SpotStep): void => {
    const mid = now * (1 - basis(from));
    trades({ from, before: Number.isNaN(before) ? mid : before, now: mid, pace });
    before = mid;
    tickers((SPOT.bookTickersPerSecond * PRICE.stepMs) / 1_000, (share) => {
      update += 1 + random.whole(150);
      const bid = Math.floor(mid / SPOT.binance.tick);
      const sizes = [random.lognormal(1, 1), random.lognormal(1, 1)] as const;
      send(Math.floor(from + share * PRICE.stepMs), bookTickerFrame(update, bid, ...sizes));
    });
  };
}
