import type { Channel } from '../../shared/domain/market/channel.ts';
import { Book, CENT, type LevelChange } from '../../sim/book.ts';
import { booksFrame, priceChangeFrame } from '../../sim/book-frames.ts';
import { listedFrame } from '../../sim/gamma-frames.ts';
import { makeRandom } from '../../sim/random.ts';
import {
  aggTradeFrame,
  bitstampTradeFrame,
  bookTickerFrame,
  krakenTradeFrame,
  matchFrame,
} from '../../sim/spot-frames.ts';
import { makeWindow, type SimulatedWindow, WINDOW_MS } from '../../sim/window.ts';

/** A frame that a venue is to send now. */
export interface Due {
  readonly channel: Channel;
  readonly frame: string;
}

/** Of 20 frames so many are of each kind: an exchange's quotes change more often than anything else. */
const CYCLE = [
  'quote', 'aggregate', 'book', 'quote', 'match', 'kraken', 'quote', 'aggregate', 'book', 'match',
  'quote', 'aggregate', 'bitstamp', 'quote', 'kraken', 'aggregate', 'quote', 'book', 'match', 'quote',
] as const; // biome-ignore format: a cycle of 20
const SEED = 7;
const DOLLARS = 84_000;
/** Bids from 40 to 49 cents and asks from 51 to 60. */
const FIRST_BID = 40 * CENT;
const FIRST_ASK = 51 * CENT;
const LEVELS = 10;

/** Frames of every venue's shapes, each with a number of its own, at whatever pace they are asked for. */
export class DenseMarket {
  readonly #random = makeRandom(SEED, 'load');
  readonly #book = new Book();
  #count = 0;
  #window: SimulatedWindow | undefined;
  #second = 0;

  constructor() {
    for (let step = 0; step < LEVELS; step++) {
      this.#book.apply({ side: 'bid', at: FIRST_BID + step * CENT, size: 50_000 });
      this.#book.apply({ side: 'ask', at: FIRST_ASK + step * CENT, size: 50_000 });
    }
  }

  /** What is due whatever the pace: listings and books of a window, and the prints of each second. */
  news(at: number): Due[] {
    const due: Due[] = [];
    const openAt = at - (at % WINDOW_MS);
    if (this.#window?.openAt !== openAt) {
      this.#window = makeWindow(SEED, openAt);
      for (let ahead = 0; ahead <= 3; ahead++) {
        const window = makeWindow(SEED, openAt + ahead * WINDOW_MS);
        due.push({ channel: 'gamma', frame: listedFrame(window) });
        due.push({ channel: 'clob', frame: booksFrame(window, this.#book, this.#random, at) });
      }
    }
    const second = Math.floor(at / 1_000);
    if (second > this.#second) {
      this.#second = second;
      due.push({ channel: 'polybolt', frame: printFrame(second, '') });
      due.push({ channel: 'polybolt', frame: printFrame(second, ',"window_seconds":60') });
    }
    return due;
  }

  next(at: number): Due {
    const count = ++this.#count;
    const kind = CYCLE[count % CYCLE.length];
    const cents = DOLLARS * 100 + (count % 997);
    const print = { at, ticks: cents, quantity: 0.001 + (count % 89) / 1_000, takerBuys: count % 2 === 0 };
    const micros = count % 1_000;
    switch (kind) {
      case 'aggregate':
        return {
          channel: 'binance',
          frame: aggTradeFrame({ ...print, at: at * 1_000 + micros }, count, count),
        };
      case 'match': {
        const ids = { trade: count, sequence: count, orders: this.#random.hex(64), micros };
        return { channel: 'coinbase', frame: matchFrame(print, ids) };
      }
      case 'kraken':
        return {
          channel: 'kraken',
          frame: krakenTradeFrame({ ...print, ticks: Math.floor(cents / 10) }, count, micros),
        };
      case 'bitstamp': {
        const ids = { trade: count, buyOrder: count, sellOrder: count, micros };
        return {
          channel: 'bitstamp',
          frame: bitstampTradeFrame({ ...print, ticks: Math.floor(cents / 100) }, ids),
        };
      }
      case 'book':
        return { channel: 'clob', frame: this.#bookChange(at, count) };
      default:
        return { channel: 'binance', frame: bookTickerFrame(count, cents, print.quantity, 1) };
    }
  }

  #bookChange(at: number, count: number): string {
    const step = (count % LEVELS) * CENT;
    const side = count % 3 === 0 ? 'bid' : 'ask';
    const change: LevelChange = {
      side,
      at: step + (side === 'bid' ? FIRST_BID : FIRST_ASK),
      size: 10_000 + (count % 5_000),
    };
    this.#book.apply(change);
    return priceChangeFrame(this.#window as SimulatedWindow, this.#book, this.#random, {
      at,
      changes: [change],
    });
  }
}

function printFrame(second: number, more: string): string {
  const value = `"value":${DOLLARS}.25,"full_accuracy_value":"${DOLLARS}.25"`;
  const channel = more === '' ? 'price.crypto' : 'price.crypto.twap';
  return `{"v":1,"channel":"${channel}","seq":${second},"ts":${second * 1_000},"payload":{"symbol":"btcusd",${value},"timestamp":${second * 1_000}${more},"source":"chainlink"}}`;
}
