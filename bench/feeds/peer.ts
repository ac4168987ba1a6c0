import assert from 'node:assert/strict';
import { type Exchange as CcxtExchange, pro } from 'ccxt';
import { EXCHANGES, type Exchange, type Reader, tradeIds } from './frames.ts';

/** Binance's combined stream, and the plain sockets of the others. */
const URLS: Readonly<Record<Exchange, string>> = {
  binance: 'wss://stream.binance.com:9443/stream?streams=btcusdt@aggTrade/btcusdt@bookTicker',
  coinbase: 'wss://ws-feed.exchange.coinbase.com',
  kraken: 'wss://ws.kraken.com/v2',
};

const MARKETS = {
  binance: { id: 'BTCUSDT', quote: 'USDT' },
  coinbase: { id: 'BTC-USD', quote: 'USD' },
  kraken: { id: 'XXBTZUSD', quote: 'USD' },
} as const;

interface Peer {
  readonly exchange: CcxtExchange;
  /** ccxt's own, which is never connected. */
  readonly client: object;
  readonly symbol: string;
}

function makePeer(name: Exchange): Peer {
  const { id, quote } = MARKETS[name];
  const made = { binance: pro.binance, coinbase: pro.coinbaseexchange, kraken: pro.kraken };
  const exchange: CcxtExchange = new made[name]();
  const symbol = `BTC/${quote}`;
  const names = { id, symbol, base: 'BTC', quote, baseId: 'BTC', quoteId: quote };
  const precision = { amount: 1e-8, price: 0.01 };
  exchange.setMarkets([{ ...names, type: 'spot', spot: true, active: true, precision, limits: {} }]);
  return { exchange, client: exchange.client(URLS[name]), symbol };
}

/** The same frames through ccxt pro: JSON.parse, and what its client then calls. */
export function makePeers(): Reader {
  const peers = { binance: makePeer('binance'), coinbase: makePeer('coinbase'), kraken: makePeer('kraken') };
  return {
    take(frames) {
      for (const { channel, text } of frames) {
        const { exchange, client } = peers[channel];
        exchange.handleMessage(client, JSON.parse(text));
      }
    },
    check(frames) {
      for (const name of EXCHANGES) {
        const ids = tradeIds(frames, name);
        if (ids.length === 0) continue;
        const { exchange, symbol } = peers[name];
        const kept: readonly { readonly id?: string }[] = exchange.trades[symbol] ?? [];
        const last = ids.slice(-kept.length);
        assert.equal(
          kept.length,
          Math.min(ids.length, CACHE),
          `${name}: its cache has the last thousand trades`,
        );
        assert.deepEqual(
          Array.from(kept, ({ id }) => id),
          last,
          `${name}: in their order`,
        );
      }
    },
  };
}

/** How many trades of a market ccxt keeps, unless it is told otherwise. */
const CACHE = 1_000;
