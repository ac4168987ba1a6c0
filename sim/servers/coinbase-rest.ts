import { SECOND_MS } from '../../shared/domain/units/time.ts';
import { isoMicros } from '../instant-text.ts';
import { type Answer, answer, ok, type Question } from './side.ts';
import type { LoggedTrade, TradeLog } from './trade-log.ts';

const MINUTES: Readonly<Record<string, number>> = { 60: 1, 300: 5, 900: 15, 3600: 60 };
const MOST_CANDLES = 300;
const MOST_TRADES = 1_000;

/** The market data of `GET /products/...` and `GET /time`. */
export function coinbaseAnswer({ path, query }: Question, log: TradeLog, now: number): Answer | undefined {
  switch (path) {
    case '/rest/time':
      return ok({ iso: new Date(now).toISOString(), epoch: now / SECOND_MS });
    case '/rest/currencies':
      return ok(CURRENCIES);
    case '/rest/products':
      return ok([PRODUCT]);
    case '/rest/products/BTC-USD':
      return ok(PRODUCT);
    case '/rest/products/BTC-USD/trades':
      return ok(
        log
          .latest(Number(query.get('limit') ?? MOST_TRADES))
          .map(tradeOf)
          .reverse(),
      );
    case '/rest/products/BTC-USD/ticker':
      return ok(tickerOf(log));
    case '/rest/products/BTC-USD/candles':
      return candles(query, log);
    default:
      return path.startsWith('/rest/products/') ? answer(404, { message: 'NotFound' }) : undefined;
  }
}

/** `side` is the maker's here too. */
const tradeOf = ({ id, at, price, size, takerBuys }: LoggedTrade) => ({
  trade_id: id,
  side: takerBuys ? 'sell' : 'buy',
  size,
  price,
  time: isoMicros(at, 0),
});

function tickerOf(log: TradeLog) {
  const { last } = log;
  if (last === undefined) return {};
  const { id: trade_id, price, size, at } = last;
  const volume = (log.day()?.volume ?? 0).toFixed(8);
  return { trade_id, price, size, time: isoMicros(at, 0), bid: price, ask: price, volume };
}

/** `[seconds, low, high, open, close, volume]`, the newest first. */
function candles(query: URLSearchParams, log: TradeLog): Answer {
  const minutes = MINUTES[query.get('granularity') ?? '60'];
  if (minutes === undefined) return answer(400, { message: 'Unsupported granularity' });
  const from = instant(query.get('start')) ?? 0;
  const to = instant(query.get('end')) ?? Number.MAX_SAFE_INTEGER;
  const found = log.candles(minutes).filter(({ openAt }) => openAt >= from && openAt <= to);
  const rows = found.map(({ openAt, low, high, open, close, volume }) => [
    openAt / SECOND_MS,
    low,
    high,
    open,
    close,
    volume,
  ]);
  return ok(rows.slice(-MOST_CANDLES).reverse());
}

/** ISO text, or seconds since the epoch. */
const instant = (text: string | null): number | undefined =>
  text === null ? undefined : /^\d+$/.test(text) ? Number(text) * SECOND_MS : Date.parse(text);

const CURRENCIES = [
  { id: 'BTC', name: 'Bitcoin', min_size: '0.00000001', max_precision: '0.00000001', status: 'online' },
  { id: 'USD', name: 'United States Dollar', min_size: '0.01', max_precision: '0.01', status: 'online' },
];

const PRODUCT = {
  id: 'BTC-USD',
  base_currency: 'BTC',
  quote_currency: 'USD',
  quote_increment: '0.01',
  base_increment: '0.00000001',
  display_name: 'BTC-USD',
  min_market_funds: '1',
  margin_enabled: false,
  post_only: false,
  limit_only: false,
  cancel_only: false,
  status: 'online',
  status_message: '',
  trading_disabled: false,
  fx_stablecoin: false,
  max_slippage_percentage: '0.02000000',
  auction_mode: false,
};
