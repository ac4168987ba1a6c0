import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { krakenProtocol } from '../../../../shared/adapters/kraken/client.ts';
import { kraken } from '../../feeds/sample-frames.ts';
import { refusal, told } from '../../feeds/told.ts';

const open = () => {
  const protocol = krakenProtocol({ urls: ['wss://one.example/v2'], assets: ['btc', 'eth'] });
  return { ...protocol, opened: protocol.opening() };
};

/** In the shape of the venue's documents: https://docs.kraken.com/api/docs/websocket-v2/ticker. */
const ticker =
  '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":61035.8,"bid_qty":1.2,"ask":61035.9,"ask_qty":0.4,"last":61035.9,"volume":812.1,"vwap":60800.2,"low":60100.0,"high":61500.0,"change":120.1,"change_pct":0.2}]}';
const refused =
  '{"error":"Currency pair not supported FOO/USD","method":"subscribe","success":false,"symbol":"FOO/USD","time_in":"2023-09-25T07:49:37.708706Z","time_out":"2023-09-25T07:49:37.708706Z"}';

test('trades are subscribed without the ones gone by, and quotes at each change', () => {
  expect(open().opened.map((text) => JSON.parse(text))).toEqual([
    { method: 'subscribe', params: { channel: 'trade', symbol: ['BTC/USD', 'ETH/USD'], snapshot: false } },
    {
      method: 'subscribe',
      params: { channel: 'ticker', symbol: ['BTC/USD', 'ETH/USD'], event_trigger: 'bbo', snapshot: false },
    },
  ]);
});

describe('a frame is', () => {
  test.each([
    ['data', kraken.trade],
    ['data', ticker],
    ['alive', kraken.heartbeat],
    ['reply', kraken.subscribed],
    ['reply', kraken.pong],
    ['reply', refused],
    ['reply', '{"channel":"status","type":"update","data":[{"system":"online"}]}'],
  ])('%s: %s', (kind, frame) => {
    expect(open().kindOf(frame)).toBe(kind);
  });
});

test('trades and quotes are of one of the symbols that were asked for, a heartbeat of none', () => {
  const { subjects } = open();
  expect(subjects?.names).toEqual(['BTC/USD', 'ETH/USD']);
  const trade = kraken.trade.replace('MATIC/USD', 'ETH/USD');
  expect([ticker, trade, kraken.heartbeat].map((frame) => subjects?.of(frame))).toEqual([
    'BTC/USD',
    'ETH/USD',
    undefined,
  ]);
});

describe('a heartbeat', () => {
  test('is no sign of life once the connection has told quotes', () => {
    const { kindOf } = open();
    expect([ticker, kraken.heartbeat].map(kindOf)).toEqual(['data', 'reply']);
  });

  test('stands for a quiet market half a minute at most where no quote was told', () => {
    const { kindOf } = open();
    const beats = (count: number) => Array.from({ length: count }, () => kindOf(kraken.heartbeat));
    expect(beats(30)).not.toContain('reply');
    expect(beats(1)).toEqual(['reply']);
    kindOf(kraken.trade);
    expect(beats(1)).toEqual(['alive']);
  });

  test('of a new connection counts again', () => {
    const protocol = open();
    protocol.kindOf(ticker);
    protocol.opening();
    expect(protocol.kindOf(kraken.heartbeat)).toBe('alive');
  });
});

test('quotes tell nothing, and a refused subscription is named', () => {
  expect(told('kraken', ticker)).toEqual([]);
  expect(refusal('kraken', refused)).toBe('the venue says: "Currency pair not supported FOO/USD"');
});

test('whatever comes has a kind', () => {
  const { kindOf } = open();
  const begins = fc.constantFrom('', '{"channel":"heartbeat"', '{"channel":"ticker"', '{"channel":"');
  fc.assert(
    fc.property(begins, fc.string(), (begin, rest) =>
      ['data', 'alive', 'reply'].includes(kindOf(begin + rest)),
    ),
  );
});
