import { makeSocket, type Outbox } from './outbox.ts';
import { makeRandom } from './random.ts';
import {
  bitstampTradeFrame,
  coinbaseHeartbeatFrame,
  KRAKEN_HEARTBEAT,
  krakenTradeFrame,
  matchFrame,
} from './spot-frames.ts';
import { makeTrades, type SpotStep } from './spot-trades.ts';
import { SPOT } from './statistics.ts';

/** Trades, and a heartbeat at every whole second. */
export function makeCoinbaseFeed(seed: number, outbox: Outbox) {
  const random = makeRandom(seed, 'coinbase');
  const { median, sigma } = SPOT.latency.coinbase;
  const send = makeSocket(outbox, 'coinbase', () => random.lognormal(median, sigma));
  let trade = 912_000_000;
  let sequence = 118_400_000_000;
  const trades = makeTrades(random, SPOT.coinbase, (print) => {
    sequence += 1 + random.whole(60);
    const ids = { trade: ++trade, sequence, orders: random.hex(64), micros: random.whole(1_000) };
    send(print.at, matchFrame(print, ids));
  });
  return (step: SpotStep): void => {
    if (step.from % 1_000 === 0) send(step.from, coinbaseHeartbeatFrame(step.from, sequence, trade));
    trades(step);
  };
}

/** Trades, and a heartbeat after each second without one. */
export function makeKrakenFeed(seed: number, outbox: Outbox) {
  const random = makeRandom(seed, 'kraken');
  const { median, sigma } = SPOT.latency.kraken;
  const send = makeSocket(outbox, 'kraken', () => random.lognormal(median, sigma));
  let trade = 98_700_000;
  let lastSentAt = 0;
  const trades = makeTrades(random, SPOT.kraken, (print) => {
    lastSentAt = print.at;
    send(print.at, krakenTradeFrame(print, ++trade, random.whole(1_000)));
  });
  return (step: SpotStep): void => {
    if (step.from - lastSentAt >= 1_000) {
      lastSentAt = step.from;
      send(step.from, KRAKEN_HEARTBEAT);
    }
    trades(step);
  };
}

export function makeBitstampFeed(seed: number, outbox: Outbox) {
  const random = makeRandom(seed, 'bitstamp');
  const { median, sigma } = SPOT.latency.bitstamp;
  const send = makeSocket(outbox, 'bitstamp', () => random.lognormal(median, sigma));
  let trade = 552_000_000;
  let order = 1_940_000_000_000_000;
  return makeTrades(random, SPOT.bitstamp, (print) => {
    order += 1 + random.whole(1_000_000);
    const older = order - random.whole(1_000_000);
    const [buyOrder, sellOrder] = print.takerBuys ? [order, older] : [older, order];
    send(
      print.at,
      bitstampTradeFrame(print, { trade: ++trade, buyOrder, sellOrder, micros: random.whole(1_000) }),
    );
  });
}
