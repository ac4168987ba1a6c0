import { describe, expect, test } from 'vitest';
import { coinbase } from '../../feeds/sample-frames.ts';
import { refusal, told } from '../../feeds/told.ts';

const match = JSON.parse(coinbase.match);

test.each([
  ['a match', coinbase.match, 931_478_000_000, 82047307, '2020-01-31T20:03:41.158Z'],
  ['a ticker', coinbase.ticker, 938_055_000_000, 82062566, '2020-02-01T01:40:16.253Z'],
])('%s is a spot trade; its microseconds are cut', (_, frame, price, tradeId, at) => {
  expect(told('coinbase', frame)).toEqual([
    {
      kind: 'trade',
      source: 'coinbase',
      asset: 'btc',
      pair: 'BTC-USD',
      price,
      tradeId,
      exchangeAt: Date.parse(at),
    },
  ]);
});

test('a time of another zone is an instant too', () => {
  expect(told('coinbase', { ...match, time: '2020-01-31T21:03:41+01:00' })).toMatchObject([
    { exchangeAt: Date.parse('2020-01-31T20:03:41Z') },
  ]);
});

describe('nothing is told of', () => {
  test.each([
    ['an acknowledged subscription', coinbase.subscriptions],
    ['a heartbeat', coinbase.heartbeat],
    ['a book', coinbase.snapshot],
    ['a change of the book', coinbase.update],
    ['a match from before the subscription', { ...match, type: 'last_match' }],
    ['a status', { type: 'status', products: [] }],
  ])('%s', (_, frame) => {
    expect(told('coinbase', frame)).toEqual([]);
  });
});

describe('refused is', () => {
  test.each([
    [
      "the venue's own error",
      { type: 'error', message: 'Failed to subscribe', reason: 'level2 requires authentication' },
      'the venue says: "Failed to subscribe", reason "level2 requires authentication"',
    ],
    [
      'an error of another shape',
      { type: 'error', message: { toString: 1 } },
      'the venue says: an object, reason undefined',
    ],
    ['half a frame', coinbase.match.slice(0, 50), 'is not JSON'],
    ['an array', [match], 'is not an object'],
    ['a frame without a type', { ...match, type: undefined }, 'type is not a string'],
    ['a type that is unknown', { ...match, type: 'received' }, 'unknown event type "received"'],
    ['a product that is unknown', { ...match, product_id: 'BTCUSD' }, 'unknown product "BTCUSD"'],
    ['a product in euros', { ...match, product_id: 'BTC-EUR' }, 'unknown product "BTC-EUR"'],
    ['a price that is a number', { ...match, price: 9314.78 }, 'price is not a string'],
    ['a price of zero', { ...match, price: '0.00' }, 'price is not a decimal number in range'],
    ['an id that is a text', { ...match, trade_id: '82047307' }, 'trade_id is not an integer'],
    ['a time without a zone', { ...match, time: '2020-01-31T20:03:41' }, 'time is not an instant'],
    ['a time in words', { ...match, time: 'Jan 31 2020' }, 'time is not an instant'],
    ['a time that does not exist', { ...match, time: '2020-01-31T25:03:41Z' }, 'time is not an instant'],
    ['a time before 1970', { ...match, time: '1969-12-31T23:59:59Z' }, 'time is not an instant'],
  ])('%s', (_, frame, reason) => {
    expect(refusal('coinbase', frame)).toBe(reason);
  });
});
