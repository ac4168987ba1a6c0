import { isoMicros } from './instant-text.ts';
import type { Print } from './spot-trades.ts';

/** The wire shapes of the four exchanges: facts/exchanges.md 1.3, 2.1, 3 and 4. */

const uuid = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

/** '00' to '99'. */
const TWO_DIGITS = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));

/** '84123.47' from ticks of a cent. */
function cents(ticks: number): string {
  return `${Math.floor(ticks / 100)}.${TWO_DIGITS[ticks % 100]}`;
}

export function aggTradeFrame(
  { at, ticks, quantity, takerBuys }: Print,
  id: number,
  firstId: number,
): string {
  const price = `"p":"${cents(ticks)}000000","q":"${quantity.toFixed(5)}000"`;
  const ids = `"f":${firstId},"l":${firstId}`;
  return `{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":${at + 1},"s":"BTCUSDT","a":${id},${price},${ids},"T":${at},"m":${!takerBuys},"M":true}}`;
}

export function bookTickerFrame(update: number, bidTicks: number, bidSize: number, askSize: number): string {
  const bid = `"b":"${cents(bidTicks)}000000","B":"${bidSize.toFixed(5)}000"`;
  const ask = `"a":"${cents(bidTicks + 1)}000000","A":"${askSize.toFixed(5)}000"`;
  return `{"stream":"btcusdt@bookTicker","data":{"u":${update},"s":"BTCUSDT",${bid},${ask}}}`;
}

/** `side` is the maker's side on this feed: "sell" when the taker bought. */
export function matchFrame(
  { at, ticks, quantity, takerBuys }: Print,
  ids: { trade: number; sequence: number; orders: string; micros: number },
): string {
  const orders = `"maker_order_id":"${uuid(ids.orders)}","taker_order_id":"${uuid(ids.orders.slice(32))}"`;
  const trade = `"side":"${takerBuys ? 'sell' : 'buy'}","size":"${quantity.toFixed(8)}","price":"${cents(ticks)}"`;
  return `{"type":"match","trade_id":${ids.trade},${orders},${trade},"product_id":"BTC-USD","sequence":${ids.sequence},"time":"${isoMicros(at, ids.micros)}"}`;
}

export function coinbaseHeartbeatFrame(at: number, sequence: number, lastTradeId: number): string {
  return `{"type":"heartbeat","sequence":${sequence},"last_trade_id":${lastTradeId},"product_id":"BTC-USD","time":"${isoMicros(at, 0)}"}`;
}

export function krakenTradeFrame(
  { at, ticks, quantity, takerBuys }: Print,
  id: number,
  micros: number,
): string {
  const price = `${Math.floor(ticks / 10)}.${ticks % 10}`;
  return `{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"${takerBuys ? 'buy' : 'sell'}","price":${price},"qty":${Number(quantity.toFixed(8))},"ord_type":"market","trade_id":${id},"timestamp":"${isoMicros(at, micros)}"}]}`;
}

export const KRAKEN_HEARTBEAT = '{"channel":"heartbeat"}';

export function bitstampTradeFrame(
  { at, ticks, quantity, takerBuys }: Print,
  ids: { trade: number; buyOrder: number; sellOrder: number; micros: number },
): string {
  const amount = quantity.toFixed(8);
  const time = `"timestamp":"${Math.floor(at / 1_000)}","microtimestamp":"${at * 1_000 + ids.micros}"`;
  return `{"data":{"buy_order_id":${ids.buyOrder},"amount_str":"${amount}",${time},"id":${ids.trade},"amount":${Number(amount)},"sell_order_id":${ids.sellOrder},"price_str":"${ticks}","type":${takerBuys ? 0 : 1},"price":${ticks}},"event":"trade","channel":"live_trades_btcusd"}`;
}
