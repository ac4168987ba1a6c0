import type { Exchange } from 'ccxt';
import { VenueUnavailableError } from '../../contracts/errors.ts';
import type { SpotSource } from '../../domain/market/event.ts';
import type { EpochMs } from '../../domain/units/time.ts';
import { makeExchange } from './exchanges.ts';
import { pairOf } from './pairs.ts';
import { parseCandle, parseTrade, type RestCandle, type RestTrade } from './parse.ts';

/** The market of an asset on an exchange, asked by REST at the host `url`, such as https://api.kraken.com. */
export interface RestMarket {
  readonly source: SpotSource;
  readonly asset: string;
  readonly url: string;
}

/** Which trades: the latest, or those `since` an instant; `words` are the exchange's own request parameters. */
export interface TradesAsk {
  readonly since?: EpochMs;
  /** No more than these of one answer. */
  readonly most?: number;
  readonly words?: Readonly<Record<string, unknown>>;
}

export interface OpenMarket {
  /** The least time between two questions that the exchange allows. */
  readonly leastMs: number;
  /** Oldest first. */
  trades(ask: TradesAsk): Promise<RestTrade[]>;
  candles(from: EpochMs, to: EpochMs): Promise<RestCandle[]>;
}

const ANSWER_MS = 5_000;
/** What one answer holds at most. */
export const PAGE = 1_000;

/** Loads ccxt, and only when a market is asked by REST for the first time. */
export async function openMarket({ source, asset, url }: RestMarket): Promise<OpenMarket> {
  const { symbol, exchange } = await openExchange(source, asset, url);
  return {
    leastMs: Number(exchange.rateLimit),
    trades: async ({ since, most, words = {} }) => {
      const trades = await asked(source, exchange, () => exchange.fetchTrades(symbol, since, most, words));
      return trades.map((trade) => parseTrade(source, trade)).sort((a, b) => a.at - b.at || a.id - b.id);
    },
    candles: async (from, to) => {
      const candles = await asked(source, exchange, () =>
        exchange.fetchOHLCV(symbol, '1m', from, PAGE, { until: to }),
      );
      return candles.map((candle) => parseCandle(source, candle));
    },
  };
}

/** Where an exchange's public questions are asked, under its host. */
const PATHS: Readonly<Record<SpotSource, string>> = {
  binance: '/api/v3',
  coinbase: '',
  kraken: '',
  bitstamp: '/api',
};

/** The exchange with its one market filled in, so that it need not ask for all of them first. */
async function openExchange(source: SpotSource, asset: string, url: string) {
  const exchange = await makeExchange(source, {
    enableRateLimit: true,
    timeout: ANSWER_MS,
    userAgent: 'quarterhour',
    // The trades that are numbered one by one, not the aggregated ones: the market-data hosts serve both.
    ...(source === 'binance' ? { options: { fetchTradesMethod: 'publicGetTrades' } } : {}),
  });
  // Decimals stay text, digit by digit as the venue wrote them.
  Object.assign(exchange, { number: String });
  Object.assign(exchange.urls.api as object, { public: `${url}${PATHS[source]}` });
  const { id, base, quote } = pairOf(source, asset);
  const symbol = `${base}/${quote}`;
  const names = { id, symbol, base, quote, baseId: base, quoteId: quote };
  exchange.setMarkets([{ ...names, type: 'spot', spot: true, active: true, precision: {}, limits: {} }]);
  return { symbol, exchange };
}

/** Whatever comes out of ccxt, which also trips over answers that it does not expect, is a venue that cannot be asked. */
async function asked<T>(source: SpotSource, exchange: Exchange, ask: () => Promise<T>): Promise<T> {
  // Of an earlier answer, when this time there is none.
  Object.assign(exchange, { last_response_headers: undefined });
  try {
    return await ask();
  } catch (cause) {
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
    const words = message.replace(/\s+/g, ' ').slice(0, 200);
    throw new VenueUnavailableError(`${source} cannot be asked by REST now (${name}): ${words}`, {
      cause,
      retryAfterMs: retryAfter(exchange.last_response_headers),
    });
  }
}

/** Exchanges send seconds here, never a date. */
function retryAfter(headers: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const seconds = headers?.['Retry-After'];
  return typeof seconds === 'string' && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
}

/** Whether the exchange wants to be asked less often (429), or has shut us out for asking too often (418). */
export function wantsLess(error: VenueUnavailableError): boolean {
  const name = error.cause instanceof Error ? error.cause.name : '';
  return name === 'RateLimitExceeded' || name === 'DDoSProtection';
}
