import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coinbaseProtocol } from '../../../../shared/adapters/coinbase/client.ts';
import { coinbase } from '../../feeds/sample-frames.ts';

const open = () => {
  const protocol = coinbaseProtocol({ urls: ['wss://one.example'], assets: ['btc', 'eth'] });
  protocol.opening();
  return protocol;
};

const match = (id: number, product = 'BTC-USD') =>
  coinbase.match.replace('82047307', String(id)).replace('BTC-USD', product);
const heartbeat = (last: number, product = 'BTC-USD') =>
  coinbase.heartbeat.replace('"last_trade_id":20', `"last_trade_id":${last}`).replace('BTC-USD', product);

test('matches and heartbeats of every asset are subscribed at once', () => {
  const protocol = coinbaseProtocol({ urls: ['wss://one.example'], assets: ['btc', 'eth'] });
  expect(protocol.opening().map((text) => JSON.parse(text))).toEqual([
    { type: 'subscribe', product_ids: ['BTC-USD', 'ETH-USD'], channels: ['heartbeat', 'matches'] },
  ]);
});

describe('a frame is', () => {
  test.each([
    ['data', coinbase.match],
    ['data', coinbase.match.replace('match', 'last_match')],
    ['data', coinbase.ticker],
    ['alive', coinbase.heartbeat],
    ['reply', coinbase.subscriptions],
    ['reply', '{"type":"error","message":"Failed to subscribe","reason":"BTC-EURO is not a valid product"}'],
    ['reply', '{"type":"heartbeats"'],
  ])('%s: %s', (kind, frame) => {
    expect(open().kindOf(frame)).toBe(kind);
  });
});

test('trades and heartbeats are of one of the products that were asked for', () => {
  const { subjects } = open();
  expect(subjects?.names).toEqual(['BTC-USD', 'ETH-USD']);
  expect([match(1, 'ETH-USD'), heartbeat(1)].map((frame) => subjects?.of(frame))).toEqual([
    'ETH-USD',
    'BTC-USD',
  ]);
});

describe('a heartbeat', () => {
  test('stands for a quiet market while it names the trade that we had last', () => {
    const { kindOf } = open();
    kindOf(match(100));
    expect([heartbeat(100), heartbeat(100)].map(kindOf)).toEqual(['alive', 'alive']);
  });

  test('is no sign of life while it names trades that never came', () => {
    const { kindOf } = open();
    kindOf(match(100));
    expect([heartbeat(101), heartbeat(103)].map(kindOf)).toEqual(['reply', 'reply']);
  });

  test('counts again once the trades have come', () => {
    const { kindOf } = open();
    expect([match(100), heartbeat(101), match(101), heartbeat(101)].map(kindOf)).toEqual([
      'data',
      'reply',
      'data',
      'alive',
    ]);
  });

  test('before any trade says where the trades of the connection begin', () => {
    const { kindOf } = open();
    expect([heartbeat(100), heartbeat(100), heartbeat(101)].map(kindOf)).toEqual(['alive', 'alive', 'reply']);
  });

  test('is held against the trades of its own product', () => {
    const { kindOf } = open();
    [match(900, 'ETH-USD'), match(100)].map(kindOf);
    expect([heartbeat(101), heartbeat(900, 'ETH-USD')].map(kindOf)).toEqual(['reply', 'alive']);
  });

  test('of a new connection is not held against the trades of the old one', () => {
    const protocol = open();
    protocol.kindOf(match(100));
    protocol.opening();
    expect(protocol.kindOf(heartbeat(150))).toBe('alive');
  });
});

test('whatever comes has a kind', () => {
  const { kindOf } = open();
  const begins = fc.constantFrom('', '{"type":"heartbeat"', '{"type":"match"', '{"type":"match","trade_id":');
  fc.assert(
    fc.property(begins, fc.string(), (begin, rest) =>
      ['data', 'alive', 'reply'].includes(kindOf(begin + rest)),
    ),
  );
});
