import type { SpotSource } from '../../domain/market/event.ts';

/** What an exchange calls the market of an asset against the dollar (Binance: the tether). */
export interface Pair {
  readonly id: string;
  readonly base: string;
  readonly quote: 'USD' | 'USDT';
}

/** Kraken's REST interface keeps its old names for the oldest assets; younger ones go by their own. */
const KRAKEN_IDS: Readonly<Record<string, string>> = {
  BTC: 'XXBTZUSD',
  ETH: 'XETHZUSD',
  XRP: 'XXRPZUSD',
  LTC: 'XLTCZUSD',
  DOGE: 'XDGUSD',
};

/** `pairOf('kraken', 'btc')` is `{ id: 'XXBTZUSD', base: 'BTC', quote: 'USD' }`. */
export function pairOf(source: SpotSource, asset: string): Pair {
  const base = asset.toUpperCase();
  switch (source) {
    case 'binance':
      return { id: `${base}USDT`, base, quote: 'USDT' };
    case 'coinbase':
      return { id: `${base}-USD`, base, quote: 'USD' };
    case 'kraken':
      return { id: KRAKEN_IDS[base] ?? `${base}USD`, base, quote: 'USD' };
    case 'bitstamp':
      return { id: `${asset.toLowerCase()}usd`, base, quote: 'USD' };
  }
}
