import { MINUTE_MS } from '../../shared/domain/units/time.ts';
import { type Answer, answer, ok, type Question } from './side.ts';
import type { Candle, LoggedTrade, TradeLog } from './trade-log.ts';

const SYMBOL = 'BTCUSDT';
const MINUTES: Readonly<Record<string, number>> = { '1m': 1, '5m': 5, '15m': 15, '1h': 60 };
const BASE = '/api/v3/';
/** A client that knows the derivatives too asks for their markets before it listens to a spot market. */
const DERIVATIVES = /^\/[df]api\/v1\/exchangeInfo$/;

/** The market data of `GET /api/v3/...`. */
export function binanceAnswer({ path, query }: Question, log: TradeLog, now: number): Answer | undefined {
  if (DERIVATIVES.test(path)) return ok({ symbols: [] });
  if (!path.startsWith(BASE)) return undefined;
  const limit = Number(query.get('limit') ?? 500);
  switch (path.slice(BASE.length)) {
    case 'ping':
      return ok({});
    case 'time':
      return ok({ serverTime: now });
    case 'exchangeInfo':
      return ok({ timezone: 'UTC', serverTime: now, rateLimits: [], exchangeFilters: [], symbols: [MARKET] });
  }
  if (query.get('symbol') !== SYMBOL) return answer(400, { code: -1121, msg: 'Invalid symbol.' });
  switch (path.slice(BASE.length)) {
    case 'trades':
      return ok(log.latest(limit).map(tradeOf));
    case 'aggTrades':
      return ok(log.latest(limit).map(aggregateOf));
    case 'ticker/price':
      return ok({ symbol: SYMBOL, price: log.last?.price ?? '0.00000000' });
    case 'klines':
      return klines(query, log, limit);
    default:
      return undefined;
  }
}

const tradeOf = ({ id, at, price, size, takerBuys }: LoggedTrade) => ({
  id,
  price,
  qty: size,
  quoteQty: (Number(price) * Number(size)).toFixed(8),
  time: Math.floor(at),
  isBuyerMaker: !takerBuys,
  isBestMatch: true,
});

const aggregateOf = ({ id, at, price, size, takerBuys }: LoggedTrade) => ({
  a: id,
  p: price,
  q: size,
  f: id,
  l: id,
  T: Math.floor(at),
  m: !takerBuys,
  M: true,
});

function klines(query: URLSearchParams, log: TradeLog, limit: number): Answer {
  const minutes = MINUTES[query.get('interval') ?? ''];
  if (minutes === undefined) return answer(400, { code: -1120, msg: 'Invalid interval.' });
  const from = Number(query.get('startTime') ?? 0);
  const to = Number(query.get('endTime') ?? Number.MAX_SAFE_INTEGER);
  const found = log.candles(minutes).filter(({ openAt }) => openAt >= from && openAt <= to);
  // With a start the oldest are wanted, without one the newest.
  const asked = query.has('startTime') ? found.slice(0, limit) : found.slice(-limit);
  return ok(asked.map((each) => kline(each, minutes)));
}

function kline({ openAt, open, high, low, close, volume, turnover, trades }: Candle, minutes: number) {
  const prices = [open, high, low, close].map((each) => each.toFixed(8));
  const closeAt = openAt + minutes * MINUTE_MS - 1;
  const taken = ['0.00000000', '0.00000000'];
  return [openAt, ...prices, volume.toFixed(8), closeAt, turnover.toFixed(8), trades, ...taken, '0'];
}

const MARKET = {
  symbol: SYMBOL,
  status: 'TRADING',
  baseAsset: 'BTC',
  baseAssetPrecision: 8,
  quoteAsset: 'USDT',
  quotePrecision: 8,
  quoteAssetPrecision: 8,
  baseCommissionPrecision: 8,
  quoteCommissionPrecision: 8,
  orderTypes: ['LIMIT', 'MARKET'],
  icebergAllowed: true,
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: false,
  filters: [
    {
      filterType: 'PRICE_FILTER',
      minPrice: '0.01000000',
      maxPrice: '1000000.00000000',
      tickSize: '0.01000000',
    },
    { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
    { filterType: 'NOTIONAL', minNotional: '5.00000000', maxNotional: '9000000.00000000' },
  ],
  permissions: [],
  permissionSets: [['SPOT']],
};
