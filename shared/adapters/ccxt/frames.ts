import type { SpotSource } from '../../domain/market/event.ts';
import { type EpochMs, MINUTE_MS, toIso } from '../../domain/units/time.ts';
import { pairOf } from './pairs.ts';
import type { RestCandle, RestTrade } from './parse.ts';

/**
 * What REST answers say, in the shape of the exchange's own socket, so that a tape holds it and the exchange's parser
 * reads it. Every such frame says `"via":"rest"` of itself: no exchange sent it so.
 */
const VIA = { via: 'rest' } as const;

/**
 * A trade. Binance's goes as a closed candle without a number: its REST trades are numbered apart from the aggregated
 * ones of the socket, and who knows one numbering would refuse the other as repeated.
 */
export function tradeFrame(source: SpotSource, asset: string, trade: RestTrade): string {
  const { id, base, quote } = pairOf(source, asset);
  const { price, size, side, at } = trade;
  switch (source) {
    case 'binance':
      return klineFrame(id, { openAt: at, endAt: at, close: price });
    case 'coinbase':
      return JSON.stringify({
        type: 'match',
        trade_id: trade.id,
        // The maker's side, as the socket tells it.
        side: side === 'buy' ? 'sell' : 'buy',
        size,
        price,
        product_id: id,
        time: toIso(at),
        ...VIA,
      });
    case 'kraken': {
      const told = { symbol: `${base}/${quote}`, side, price: Number(price), qty: Number(size) };
      const data = [{ ...told, ord_type: 'market', trade_id: trade.id, timestamp: toIso(at) }];
      return JSON.stringify({ channel: 'trade', type: 'update', data, ...VIA });
    }
    case 'bitstamp':
      return JSON.stringify({
        data: {
          id: trade.id,
          timestamp: String(Math.floor(at / 1_000)),
          microtimestamp: `${at}000`,
          amount_str: size,
          price_str: price,
          type: side === 'buy' ? 0 : 1,
        },
        event: 'trade',
        channel: `live_trades_${id}`,
        ...VIA,
      });
  }
}

/** A closed minute of Binance; the candle's own last millisecond is its time. */
export const candleFrame = (asset: string, { openAt, close }: RestCandle): string =>
  klineFrame(pairOf('binance', asset).id, { openAt, endAt: candleEnd(openAt), close });

export const candleEnd = (openAt: EpochMs): EpochMs => (openAt + MINUTE_MS - 1) as EpochMs;

interface Kline {
  readonly openAt: EpochMs;
  readonly endAt: EpochMs;
  readonly close: string;
}

function klineFrame(symbol: string, { openAt, endAt, close }: Kline): string {
  const k = { t: openAt, T: endAt, s: symbol, i: '1m', c: close, x: true };
  return JSON.stringify({ e: 'kline', E: endAt, s: symbol, k, ...VIA });
}
