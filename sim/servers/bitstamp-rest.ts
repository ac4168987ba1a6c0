import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/domain/units/time.ts';
import { type Answer, answer, ok, type Question } from './side.ts';
import type { LoggedTrade, TradeLog } from './trade-log.ts';

const MOST_TRADES = 1_000;
const SPANS: Readonly<Record<string, number>> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/** The market data of `GET /api/v2/...`. */
export function bitstampAnswer({ path, query }: Question, log: TradeLog): Answer | undefined {
  switch (path) {
    case '/api/v2/ticker/btcusd':
      return ok(tickerOf(log));
    case '/api/v2/transactions/btcusd':
      return ok(transactions(query, log));
    case '/api/v2/ohlc/btcusd':
      return candles(query, log);
    default:
      return undefined;
  }
}

const seconds = (at: number) => String(Math.floor(at / SECOND_MS));

function tickerOf(log: TradeLog) {
  const day = log.day();
  const { last } = log;
  if (day === undefined || last === undefined) return {};
  return {
    timestamp: seconds(last.at),
    open: String(day.open),
    high: String(day.high),
    low: String(day.low),
    last: last.price,
    volume: day.volume.toFixed(8),
    vwap: (day.turnover / day.volume).toFixed(2),
    bid: last.price,
    ask: last.price,
    side: last.takerBuys ? '0' : '1',
    open_24: String(day.open),
    percent_change_24: ((day.close / day.open - 1) * 100).toFixed(2),
  };
}

/** The newest first. */
function transactions(query: URLSearchParams, log: TradeLog) {
  const spanMs = SPANS[query.get('time') ?? 'hour'] ?? HOUR_MS;
  const since = (log.last?.at ?? 0) - spanMs;
  return log
    .latest(MOST_TRADES)
    .filter(({ at }) => at >= since)
    .map(transactionOf)
    .reverse();
}

const transactionOf = ({ id, at, price, size, takerBuys }: LoggedTrade) => ({
  date: seconds(at),
  tid: String(id),
  amount: size,
  type: takerBuys ? '0' : '1',
  price,
});

function candles(query: URLSearchParams, log: TradeLog): Answer {
  const minutes = Number(query.get('step')) / 60;
  const limit = Number(query.get('limit') ?? 100);
  if (!Number.isInteger(minutes) || minutes < 1) return answer(400, { code: 'bad_request', reason: 'step' });
  const from = Number(query.get('start') ?? 0) * SECOND_MS;
  const ohlc = log
    .candles(minutes)
    .filter(({ openAt }) => openAt >= from)
    .slice(-limit)
    .map(({ openAt, open, high, low, close, volume }) => ({
      timestamp: seconds(openAt),
      open: String(open),
      high: String(high),
      low: String(low),
      close: String(close),
      volume: volume.toFixed(8),
    }));
  return ok({ data: { pair: 'BTC/USD', ohlc } });
}
