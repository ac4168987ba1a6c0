import { describe, expect, test } from 'vitest';
import { kraken } from '../../feeds/sample-frames.ts';
import { read, refusal, told } from '../../feeds/told.ts';

const frame = JSON.parse(kraken.trade);
const trade = frame.data[0];
const of = (...trades: object[]) => ({ ...frame, data: trades });

test('a trade is told with its microseconds cut', () => {
  expect(told('kraken', kraken.trade)).toEqual([
    {
      kind: 'trade',
      source: 'kraken',
      asset: 'matic',
      pair: 'MATIC/USD',
      price: 51_170_000,
      tradeId: 4665906,
      exchangeAt: Date.parse('2023-09-25T07:49:37.708Z'),
    },
  ]);
});

test('every trade of a frame is told, in order', () => {
  const second = { ...trade, symbol: 'BTC/USD', price: 61035.9, trade_id: 4665907 };
  expect(told('kraken', of(trade, second))).toMatchObject([
    { asset: 'matic', tradeId: 4665906 },
    // 61035.9 * 10^8 is not a whole number in floats
    { asset: 'btc', tradeId: 4665907, price: 6_103_590_000_000 },
  ]);
});

test('a trade that cannot be read is refused, and its neighbours are kept', () => {
  const { events, refused } = read('kraken', of({ ...trade, price: -1 }, trade));
  expect(events).toMatchObject([{ tradeId: 4665906 }]);
  expect(refused).toEqual(['price is not a number in range']);
});

describe('nothing is told of', () => {
  test.each([
    ['an acknowledged subscription', kraken.subscribed],
    ['a pong', kraken.pong],
    ['a heartbeat', kraken.heartbeat],
    ['a status', { channel: 'status', type: 'update', data: [{ system: 'online' }] }],
    ['a ticker', { channel: 'ticker', data: [] }],
    ['a book', { channel: 'book', data: [] }],
  ])('%s', (_, silent) => {
    expect(told('kraken', silent)).toEqual([]);
  });
});

describe('refused is', () => {
  test.each([
    ['a text', 'pong', 'is not JSON'],
    ['an array', [frame], 'is not an object'],
    ['a frame without a channel', { data: [] }, 'channel is not a string'],
    ['a channel that is unknown', { ...frame, channel: 'ohlc' }, 'unknown channel "ohlc"'],
    ['a frame without trades', { channel: 'trade' }, 'data is not an array'],
    ['a trade that is no object', of(trade, []), 'is not an object'],
    ['a pair in euros', of({ ...trade, symbol: 'BTC/EUR' }), 'unknown symbol "BTC/EUR"'],
    ['a price that is a text', of({ ...trade, price: '0.5117' }), 'price is not a number in range'],
    ['a price of zero', of({ ...trade, price: 0 }), 'price is not a number in range'],
    ['a negative price', of({ ...trade, price: -1 }), 'price is not a number in range'],
    ['a price beyond any', of({ ...trade, price: 1e99 }), 'price is not a number in range'],
    ['a trade without an id', of({ ...trade, trade_id: undefined }), 'trade_id is not an integer'],
    ['a trade without a time', of({ ...trade, timestamp: 1 }), 'timestamp is not a string'],
  ])('%s', (_, wrong, reason) => {
    expect(refusal('kraken', wrong)).toBe(reason);
  });
});
