import type { Hosts } from '../../shared/contracts/hosts.ts';
import type { ServerTime } from './skew.ts';

/** What is asked of each REST host: a cheap answer, the server's time where it tells it. */
export interface Server {
  readonly name: string;
  readonly url: string;
  readonly time?: ServerTime;
  /** Without it there is nothing to trade. */
  readonly needed: boolean;
}

export const serversOf = (hosts: Hosts): readonly Server[] => [
  {
    name: 'binance REST',
    url: `${hosts.binanceRest}/api/v3/time`,
    time: { read: (body) => numberAt(body, 'serverTime'), unitMs: 1 },
    needed: false,
  },
  {
    name: 'coinbase REST',
    url: `${hosts.coinbaseRest}/time`,
    time: { read: (body) => seconds(numberAt(body, 'epoch')), unitMs: 1 },
    needed: false,
  },
  {
    name: 'kraken REST',
    url: `${hosts.krakenRest}/0/public/Time`,
    time: { read: (body) => seconds(numberAt(body, 'result', 'unixtime')), unitMs: 1_000 },
    needed: false,
  },
  { name: 'bitstamp REST', url: `${hosts.bitstampRest}/api/v2/ticker/btcusd/`, needed: false },
  {
    name: 'polymarket CLOB REST',
    url: `${hosts.clobRest}/time`,
    time: { read: (body) => seconds(numberAt(body)), unitMs: 1_000 },
    needed: true,
  },
  // An event that does not exist: the answer is an empty list.
  { name: 'polymarket listing (Gamma)', url: `${hosts.gamma}/events?slug=none`, needed: true },
];

const seconds = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : value * 1_000;

/** The number at a path of keys in a JSON body; undefined when there is none. */
function numberAt(body: string, ...keys: readonly string[]): number | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const key of keys)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof value === 'number' ? value : undefined;
}
