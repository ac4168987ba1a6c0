import { SECOND_MS } from '../../shared/domain/units/time.ts';
import { type Answer, ok, type Question } from './side.ts';
import type { Candle, LoggedTrade, TradeLog } from './trade-log.ts';

const PAIR = 'XXBTZUSD';
const NAMES = [PAIR, 'XBTUSD', 'XBT/USD', 'BTCUSD', 'BTC/USD'];
const BASE = '/rest/0/public/';
const MOST_TRADES = 1_000;
const NS_OF_MS = 1_000_000n;

const result = (value: unknown): Answer => ok({ error: [], result: value });
/** Kraken's errors are answers with status 200. */
const refused = (error: string): Answer => ok({ error: [error] });

/** The public data of `GET /0/public/...`. */
export function krakenAnswer({ path, query }: Question, log: TradeLog, now: number): Answer | undefined {
  if (!path.startsWith(BASE)) return undefined;
  const what = path.slice(BASE.length);
  switch (what) {
    case 'Time':
      return result({ unixtime: Math.floor(now / SECOND_MS), rfc1123: new Date(now).toUTCString() });
    case 'Assets':
      return result(ASSETS);
    case 'AssetPairs':
      return result({ [PAIR]: MARKET });
  }
  if (!NAMES.includes(query.get('pair') ?? '')) return refused('EQuery:Unknown asset pair');
  switch (what) {
    case 'Trades':
      return trades(query, log);
    case 'Ticker':
      return result({ [PAIR]: tickerOf(log) });
    case 'OHLC':
      return candles(query, log);
    default:
      return refused('EGeneral:Unknown method');
  }
}

/** `since` and `last` are nanoseconds, although seconds are understood too. */
function trades(query: URLSearchParams, log: TradeLog): Answer {
  const since = Number(query.get('since') ?? 0);
  const sinceMs = since > 1e14 ? since / Number(NS_OF_MS) : since * SECOND_MS;
  const found = log.latest(MOST_TRADES).filter(({ at }) => at > sinceMs);
  const last = BigInt(Math.floor(found.at(-1)?.at ?? sinceMs)) * NS_OF_MS;
  return result({ [PAIR]: found.map(rowOf), last: String(last) });
}

const rowOf = ({ id, at, price, size, takerBuys }: LoggedTrade) => [
  Number(price).toFixed(5),
  Number(size).toFixed(8),
  at / SECOND_MS,
  takerBuys ? 'b' : 's',
  'm',
  '',
  id,
];

function tickerOf(log: TradeLog) {
  const day = log.day();
  const { last } = log;
  if (day === undefined || last === undefined) return {};
  const both = (text: string) => [text, text];
  const quote = [last.price, '1', '1.000'];
  return {
    a: quote,
    b: quote,
    c: [last.price, last.size],
    v: both(day.volume.toFixed(8)),
    p: both((day.turnover / day.volume).toFixed(5)),
    t: [day.trades, day.trades],
    l: both(day.low.toFixed(5)),
    h: both(day.high.toFixed(5)),
    o: day.open.toFixed(5),
  };
}

function candles(query: URLSearchParams, log: TradeLog): Answer {
  const sinceMs = Number(query.get('since') ?? 0) * SECOND_MS;
  const rows = log
    .candles(Number(query.get('interval') ?? 1))
    .filter(({ openAt }) => openAt >= sinceMs)
    .map(ohlcOf);
  return result({ [PAIR]: rows, last: rows.at(-2)?.[0] ?? 0 });
}

const ohlcOf = ({ openAt, open, high, low, close, volume, turnover, trades: count }: Candle) => [
  openAt / SECOND_MS,
  ...[open, high, low, close, turnover / volume].map((each) => each.toFixed(1)),
  volume.toFixed(8),
  count,
];

const ASSETS = {
  XXBT: { aclass: 'currency', altname: 'XBT', decimals: 10, display_decimals: 5, status: 'enabled' },
  ZUSD: { aclass: 'currency', altname: 'USD', decimals: 4, display_decimals: 2, status: 'enabled' },
};

const MARKET = {
  altname: 'XBTUSD',
  wsname: 'XBT/USD',
  aclass_base: 'currency',
  base: 'XXBT',
  aclass_quote: 'currency',
  quote: 'ZUSD',
  lot: 'unit',
  pair_decimals: 1,
  cost_decimals: 5,
  lot_decimals: 8,
  lot_multiplier: 1,
  leverage_buy: [],
  leverage_sell: [],
  fees: [[0, 0.4]],
  fees_maker: [[0, 0.25]],
  fee_volume_currency: 'ZUSD',
  margin_call: 80,
  margin_stop: 40,
  ordermin: '0.00005',
  costmin: '0.5',
  tick_size: '0.1',
  status: 'online',
};
