import { describe, expect, test } from 'vitest';
import { bitstamp } from '../../feeds/sample-frames.ts';
import { refusal, told } from '../../feeds/told.ts';

const frame = JSON.parse(bitstamp.trade);
const of = (change: object) => ({ ...frame, data: { ...frame.data, ...change } });

test('a trade is told from its exact fields, its microseconds cut', () => {
  expect(told('bitstamp', bitstamp.trade)).toEqual([
    {
      kind: 'trade',
      source: 'bitstamp',
      asset: 'btc',
      pair: 'btcusd',
      price: 830_292_000_000,
      tradeId: 106833903,
      exchangeAt: 1583691851934,
    },
  ]);
});

test('a pair in another dollar is the same asset', () => {
  expect(told('bitstamp', { ...frame, channel: 'live_trades_ethusdt' })).toMatchObject([{ asset: 'eth' }]);
});

test.each([
  ['an acknowledged subscription', bitstamp.subscribed],
  ['a request to reconnect', bitstamp.reconnect],
  ['a heartbeat', bitstamp.heartbeat],
])('nothing is told of %s', (_, silent) => {
  expect(told('bitstamp', silent)).toEqual([]);
});

describe('refused is', () => {
  test.each([
    ['half a frame', bitstamp.trade.slice(0, 50), 'is not JSON'],
    ['an array', [frame], 'is not an object'],
    ['a frame without an event', { ...frame, event: undefined }, 'event is not a string'],
    ['an event that is unknown', { ...frame, event: 'order_created' }, 'unknown event type "order_created"'],
    [
      'a channel that is unknown',
      { ...frame, channel: 'order_book_btcusd' },
      'unknown channel "order_book_btcusd"',
    ],
    ['a trade that is no object', { ...frame, data: '' }, 'is not an object'],
    ['a trade without an exact price', of({ price_str: undefined }), 'price_str is not a string'],
    ['a price of zero', of({ price_str: '0' }), 'price_str is not a decimal number in range'],
    ['an id that is a text', of({ id: '106833903' }), 'id is not an integer'],
    ['a time that is no count', of({ microtimestamp: '1.5e15' }), 'microtimestamp is not an instant'],
    [
      'a time in nanoseconds',
      of({ microtimestamp: '1583691851934000000' }),
      'microtimestamp is not an instant',
    ],
  ])('%s', (_, wrong, reason) => {
    expect(refusal('bitstamp', wrong)).toBe(reason);
  });
});
