import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../shared/contracts/errors.ts';
import { hostsOfVenue, parseHosts } from '../../../shared/contracts/hosts.ts';

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  return 'not refused';
}

test('Binance is asked at its host for market data first, and never at the thin book of the United States', () => {
  const { binance } = parseHosts();
  expect(binance).toEqual(['wss://data-stream.binance.vision', 'wss://stream.binance.com:9443']);
});

test('one host can be replaced without naming the others', () => {
  const hosts = parseHosts({
    gamma: 'http://localhost:81/',
    kraken: ['wss://one.example', 'wss://two.example/'],
  });
  expect(hosts).toEqual({
    ...parseHosts(),
    // A slash at the end is left out, so that paths can be added.
    gamma: 'http://localhost:81',
    kraken: ['wss://one.example', 'wss://two.example'],
  });
});

describe('refused by name is', () => {
  test.each([
    [
      { polybold: ['wss://x.example'] },
      'hosts: polybold: no such host; there are binance, coinbase, kraken, bitstamp, clobSocket, polybolt, rtds, ' +
        'binanceRest, coinbaseRest, krakenRest, bitstampRest, clobRest, gamma, site',
    ],
    [{ kraken: [] }, 'hosts: kraken: names no host'],
    [{ kraken: ['https://ws.kraken.com'] }, 'hosts: kraken.0: must be a ws:// or wss:// address'],
    [{ gamma: 'gamma' }, 'hosts: gamma: must be an http:// or https:// address'],
  ])('%j', (overrides, message) => {
    expect(refusal(() => parseHosts(overrides))).toBe(message);
  });

  test('a venue that is no address', () => {
    expect(refusal(() => hostsOfVenue('localhost:80'))).toContain('--venue localhost:80');
  });
});

test('a simulated venue has every venue below its own address', () => {
  expect(hostsOfVenue('http://127.0.0.1:8080/')).toEqual({
    binance: ['ws://127.0.0.1:8080/binance'],
    coinbase: ['ws://127.0.0.1:8080/coinbase'],
    kraken: ['ws://127.0.0.1:8080/kraken/v2'],
    bitstamp: ['ws://127.0.0.1:8080/bitstamp'],
    clobSocket: ['ws://127.0.0.1:8080/clob/ws/market'],
    polybolt: ['ws://127.0.0.1:8080/polybolt/ws'],
    rtds: ['ws://127.0.0.1:8080/rtds'],
    binanceRest: 'http://127.0.0.1:8080/binance',
    coinbaseRest: 'http://127.0.0.1:8080/coinbase/rest',
    krakenRest: 'http://127.0.0.1:8080/kraken/rest',
    bitstampRest: 'http://127.0.0.1:8080/bitstamp',
    clobRest: 'http://127.0.0.1:8080/clob',
    gamma: 'http://127.0.0.1:8080/gamma',
    site: 'http://127.0.0.1:8080/site',
  });
});
