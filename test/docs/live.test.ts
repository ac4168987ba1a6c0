import { expect, test } from 'vitest';
import { binanceProtocol } from '../../shared/adapters/binance/client.ts';
import { bitstampProtocol } from '../../shared/adapters/bitstamp/client.ts';
import { coinbaseProtocol } from '../../shared/adapters/coinbase/client.ts';
import { krakenProtocol } from '../../shared/adapters/kraken/client.ts';
import { clobProtocol } from '../../shared/adapters/polymarket/client-clob-socket.ts';
import { polyboltProtocol } from '../../shared/adapters/polymarket/client-polybolt.ts';
import { rtdsProtocol } from '../../shared/adapters/polymarket/client-rtds.ts';
import { Credentials } from '../../shared/contracts/credentials.ts';
import { parseHosts } from '../../shared/contracts/hosts.ts';
import { textOf } from './pages.ts';

const hosts = parseHosts();
const assets = ['btc'];
const credentials = new Credentials({ apiKey: 'key', secret: 'secret', passphrase: 'passphrase' });
const protocols = [
  binanceProtocol({ urls: hosts.binance, assets }),
  coinbaseProtocol({ urls: hosts.coinbase, assets }),
  krakenProtocol({ urls: hosts.kraken, assets }),
  bitstampProtocol({ urls: hosts.bitstamp, assets }),
  clobProtocol({ urls: hosts.clobSocket, tokens: () => [] }),
  polyboltProtocol({ urls: hosts.polybolt, assets, lookbackMs: 60_000, credentials }),
  rtdsProtocol({ urls: hosts.rtds, assets }),
];

/** The first table of the page, row by row. */
const rows = [...textOf('docs/live.md').matchAll(/^\| `(\w+)` \| ([^|]+) \|.* \| ([\d.]+) s \|$/gm)];

test('the page of live feeds has every feed, with its hosts and the silence that it bears', () => {
  const told = rows.map(([, channel, names = '', seconds]) => ({
    channel,
    hosts: names.replaceAll('`', '').split(', '),
    silenceMs: Number(seconds) * 1_000,
  }));
  expect(told).toEqual(
    protocols.map(({ channel, urls, silenceMs }) => ({
      channel,
      hosts: urls.map((url) => new URL(url).host),
      silenceMs,
    })),
  );
});
