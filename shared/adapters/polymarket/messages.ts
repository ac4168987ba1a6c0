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

/**
 * What tells a word on our books, wherever it stands in a frame. News of any market, refusals and events of the
 * connection itself have none of it.
 */
export const CLOB_BOOKS =
  /"(?:bids|price_changes)"\s*:|"event_type"\s*:\s*"(?:last_trade_price|best_bid_ask|tick_size_change)"/;

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

/** What tells the frames of the price feed apart (facts 6.4), wherever it stands in them: a print has both of the first. */
export const POLYBOLT_PRINT = '"payload":';
export const POLYBOLT_PRICE = '"channel":"price.crypto';
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

/** What a print or a snapshot of the legacy feed has, wherever it stands; refusals and news of other topics do not. */
export const RTDS_PRINT = '"topic":"crypto_prices';

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
