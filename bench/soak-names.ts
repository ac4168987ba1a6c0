import type { Hosts } from '../shared/contracts/hosts.ts';
import type { Channel } from '../shared/domain/market/channel.ts';

/** Two names for the host of each socket, since one of them may turn us away, and none that is an address. */
export function namedHosts(hosts: Hosts): Hosts {
  const named = (channel: Channel, urls: readonly string[]) =>
    ['a', 'b'].flatMap((name) => urls.map((each) => each.replace('127.0.0.1', `${name}.${channel}.test`)));
  return {
    ...hosts,
    binance: named('binance', hosts.binance),
    coinbase: named('coinbase', hosts.coinbase),
    kraken: named('kraken', hosts.kraken),
    bitstamp: named('bitstamp', hosts.bitstamp),
    clobSocket: named('clob', hosts.clobSocket),
    polybolt: named('polybolt', hosts.polybolt),
  };
}

/** Whose name it is. */
export const channelOf = (name: string): Channel => name.split('.')[1] as Channel;
