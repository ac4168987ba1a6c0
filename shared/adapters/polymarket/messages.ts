import { SECOND_MS } from '../../domain/units/time.ts';

/** The socket's own word for a ping and the answer to it (facts 6.1 and 6.3). */
export const PING = 'PING';

/** Said once per connection: the books of `tokens`, and news of markets. */
export const clobSubscription = (tokens: readonly string[]): string =>
  JSON.stringify({ assets_ids: tokens, type: 'market', custom_feature_enabled: true });

/** Adds books to a connection that has some. */
export const clobSubscribe = (tokens: readonly string[]): string =>
  JSON.stringify({ assets_ids: tokens, operation: 'subscribe', custom_feature_enabled: true });

export const clobUnsubscribe = (tokens: readonly string[]): string =>
  JSON.stringify({ assets_ids: tokens, operation: 'unsubscribe' });

/** First bytes of what is no word on our books: news of any market, and refusals. A frame may be an array of such. */
export const CLOB_NEWS = /^\[?\{"(?:id|error|message|event_type":"(?:new_market|market_resolved))"/;

export const polyboltAuth = (auth: { apiKey: string; secret: string; passphrase: string }): string =>
  JSON.stringify({ op: 'auth', rid: 'auth', auth });

/** The asset's price, and its mean over the `lookbackMs` before each second. */
export const polyboltSubscription = (asset: string, lookbackMs: number): string =>
  JSON.stringify({
    op: 'subscribe',
    rid: asset,
    subscriptions: [
      {
        channel: 'price.crypto.twap',
        filter: { symbol: `${asset}usd`, window_seconds: lookbackMs / SECOND_MS },
      },
      { channel: 'price.crypto', filter: { symbol: `${asset}usd` } },
    ],
  });

/** What tells the frames of the price feed apart (facts 6.4), wherever it stands in them. */
export const POLYBOLT_PRINT = '"payload":';
export const POLYBOLT_AUTHED = '"op":"authed"';
export const POLYBOLT_REFUSED = /"code":"auth_(?:invalid|attempts)"/;

/** One topic a message: one that the venue does not know silences all others beside it. Filters are JSON in a text. */
const rtdsSubscription = (topic: string, symbol: string): string =>
  JSON.stringify({
    action: 'subscribe',
    subscriptions: [
      {
        topic,
        type: topic === 'crypto_prices_chainlink' ? '*' : 'update',
        filters: JSON.stringify({ symbol }),
      },
    ],
  });

/** The mean that windows settle on, the reference price, and Binance's price as the venue relays it. */
export const rtdsSubscriptions = (asset: string): readonly string[] => [
  rtdsSubscription('crypto_prices_twap_sixty', `${asset}/usd`),
  rtdsSubscription('crypto_prices_chainlink', `${asset}/usd`),
  rtdsSubscription('crypto_prices', `${asset}usdt`),
];

/** First bytes of a print or a snapshot of the legacy feed; refusals begin otherwise. */
export const RTDS_PRINT = /^\{"(?:connection_id|payload|topic|timestamp)"/;

const SNAPSHOT = '"data":[';
const FEED = /"(?:channel|topic)":"([^"]+)"/;
const SYMBOL = /"symbol":"([^"]+)"/;

/**
 * What a print of either price feed is of: 'price.crypto.twap btcusd'. With what a subscription begins is left out, since
 * it may be all that ever comes.
 */
export function printOf(frame: string): string | undefined {
  const [symbol, feed] = [SYMBOL.exec(frame)?.[1], FEED.exec(frame)?.[1]];
  if (symbol === undefined || feed === undefined || frame.includes(SNAPSHOT)) return undefined;
  return `${feed} ${symbol}`;
}

/** What {@link printOf} says of the prints that are asked for. */
export const polyboltPrints = (asset: string): readonly string[] => [
  `price.crypto.twap ${asset}usd`,
  `price.crypto ${asset}usd`,
];

/** What {@link printOf} says of the prints that are asked for. */
export const rtdsPrints = (asset: string): readonly string[] => [
  `crypto_prices_twap_sixty ${asset}/usd`,
  `crypto_prices_chainlink ${asset}/usd`,
  `crypto_prices ${asset}usdt`,
];
