import * as z from 'zod';
import { ConfigurationError } from './errors.ts';

const bare = (url: string): string => url.replace(/\/+$/, '');
const socket = z.url({ protocol: /^wss?$/, error: 'must be a ws:// or wss:// address' }).transform(bare);
const sockets = z.array(socket).min(1, 'names no host').readonly();
const rest = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).transform(bare);

/**
 * Where each venue is. Sockets are lists in order of preference, for a venue that closes one of its hosts to this
 * place; paths of single requests are added by whoever asks. Binance's host for market data comes first: the other one
 * answers 451 in some places. Its house in the United States is left out: that is another book, and a thin one.
 */
export const Hosts = z.strictObject({
  binance: sockets.default(['wss://data-stream.binance.vision', 'wss://stream.binance.com:9443']),
  coinbase: sockets.default(['wss://ws-feed.exchange.coinbase.com']),
  kraken: sockets.default(['wss://ws.kraken.com/v2']),
  bitstamp: sockets.default(['wss://ws.bitstamp.net']),
  clobSocket: sockets.default(['wss://ws-subscriptions-clob.polymarket.com/ws/market']),
  polybolt: sockets.default(['wss://ws-live-v2.polymarket.com/ws']),
  rtds: sockets.default(['wss://ws-live-data.polymarket.com']),
  binanceRest: rest.default('https://data-api.binance.vision'),
  coinbaseRest: rest.default('https://api.exchange.coinbase.com'),
  krakenRest: rest.default('https://api.kraken.com'),
  bitstampRest: rest.default('https://www.bitstamp.net'),
  clobRest: rest.default('https://clob.polymarket.com'),
  gamma: rest.default('https://gamma-api.polymarket.com'),
  site: rest.default('https://polymarket.com'),
});
export type Hosts = z.infer<typeof Hosts>;

/** The hosts with their defaults. Throws {@link ConfigurationError} naming each key that is wrong. */
export function parseHosts(overrides: Readonly<Record<string, unknown>> = {}): Hosts {
  const parsed = Hosts.safeParse(overrides);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')}: no such host; there are ${Object.keys(Hosts.shape).join(', ')}`
      : `${issue.path.join('.')}: ${issue.message}`,
  );
  throw new ConfigurationError(`hosts: ${wrong.join('; ')}`);
}

/** Every venue on one simulated one, such as `http://127.0.0.1:8080`. */
export function hostsOfVenue(url: string): Hosts {
  const parsed = rest.safeParse(url);
  if (!parsed.success)
    throw new ConfigurationError(`--venue ${url}: write it as an address, such as http://127.0.0.1:8080`);
  const web = parsed.data;
  const socketUrl = web.replace(/^http/, 'ws');
  return {
    binance: [`${socketUrl}/binance`],
    coinbase: [`${socketUrl}/coinbase`],
    kraken: [`${socketUrl}/kraken/v2`],
    bitstamp: [`${socketUrl}/bitstamp`],
    clobSocket: [`${socketUrl}/clob/ws/market`],
    polybolt: [`${socketUrl}/polybolt/ws`],
    rtds: [`${socketUrl}/rtds`],
    binanceRest: `${web}/binance`,
    coinbaseRest: `${web}/coinbase/rest`,
    krakenRest: `${web}/kraken/rest`,
    bitstampRest: `${web}/bitstamp`,
    clobRest: `${web}/clob`,
    gamma: `${web}/gamma`,
    site: `${web}/site`,
  };
}
