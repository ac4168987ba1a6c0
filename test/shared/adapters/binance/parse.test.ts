import { describe, expect, test } from 'vitest';
import { binance } from '../../feeds/sample-frames.ts';
import { refusal, told } from '../../feeds/told.ts';

const trade = JSON.parse(binance.trade);
const bitcoin = { ...trade, s: 'BTCUSDT', p: '61035.86' };
const candle = (x: boolean, c: unknown = '61035.86') => ({
  e: 'kline',
  E: 1672515782136,
  s: 'BTCUSDT',
  k: { t: 1672515780000, T: 1672515839999, s: 'BTCUSDT', i: '1m', c, x },
});
const told61k = { kind: 'trade', source: 'binance', asset: 'btc', pair: 'BTCUSDT', price: 6_103_586_000_000 };

describe('a spot trade is told', () => {
  test.each([
    ['a trade', bitcoin, 12_345],
    ['an aggregated trade', { ...bitcoin, e: 'aggTrade', a: 777 }, 777],
    ['a trade of a combined stream', { stream: 'btcusdt@trade', data: bitcoin }, 12_345],
    ['a trade in microseconds', { ...bitcoin, T: 1672515782136789 }, 12_345],
  ])('of %s', (_, frame, tradeId) => {
    expect(told('binance', frame)).toEqual([{ ...told61k, tradeId, exchangeAt: 1672515782136 }]);
  });

  test('at the end of a candle that has closed, without an id', () => {
    expect(told('binance', candle(true))).toEqual([
      { ...told61k, tradeId: undefined, exchangeAt: 1672515839999 },
    ]);
  });

  test.each([
    ['ETHUSDT', 'eth'],
    ['BTCUSDC', 'btc'],
    ['BTCFDUSD', 'btc'],
    ['BTCUSD', 'btc'],
  ])('of %s as %s', (s, asset) => {
    expect(told('binance', { ...bitcoin, s })).toMatchObject([{ asset }]);
  });
});

describe('nothing is told of', () => {
  test.each([
    ['a book ticker', binance.bookTicker],
    ['a partial book', binance.depth],
    ['a book ticker of a combined stream', binance.combined],
    ['a shutdown', binance.shutdown],
    ['a shutdown of a combined stream', binance.combinedShutdown],
    ['an answer', binance.subscribed],
    ['a refused request', { code: 2, msg: 'Invalid request: unknown variant' }],
    ['a change of the book', { e: 'depthUpdate', E: 1672515782136, s: 'BTCUSDT', b: [], a: [] }],
    ['a day ticker', { e: '24hrTicker', s: 'BTCUSDT' }],
    ['a candle that is still open', candle(false)],
  ])('%s', (_, frame) => {
    expect(told('binance', frame)).toEqual([]);
  });
});

describe('refused is', () => {
  test.each([
    ['a pair that is not quoted in dollars', binance.trade, 'unknown symbol "BNBBTC"'],
    ['an aggregated trade of such a pair', binance.aggTrade, 'unknown symbol "BNBBTC"'],
    ['a text', 'PONG', 'is not JSON'],
    ['half a frame', binance.trade.slice(0, 50), 'is not JSON'],
    ['a NaN', binance.trade.replace('"0.001"', 'NaN'), 'is not JSON'],
    ['an array', [bitcoin], 'is not an object'],
    ['an array in a combined stream', { stream: 'x', data: [] }, 'is not an object'],
    ['an event type that is unknown', { ...bitcoin, e: 'liquidation' }, 'unknown event type "liquidation"'],
    ['an event type that is no text', { ...bitcoin, e: { toString: 1 } }, 'unknown event type an object'],
    ['nothing that is known', { hello: 1 }, 'has no event type'],
    ['a trade without an id', { ...bitcoin, t: undefined }, 't is not an integer'],
    ['a trade without a price', { ...bitcoin, p: undefined }, 'p is not a string'],
    ['a trade without a time', { ...bitcoin, T: undefined }, 'T is not an instant'],
    ['a price that is a number', { ...bitcoin, p: 61035.86 }, 'p is not a string'],
    ['a price of zero', { ...bitcoin, p: '0' }, 'p is not a decimal number in range'],
    ['a negative price', { ...bitcoin, p: '-1' }, 'p is not a decimal number in range'],
    ['a price with an exponent', { ...bitcoin, p: '1e99' }, 'p is not a decimal number in range'],
    ['a price NaN', { ...bitcoin, p: 'NaN' }, 'p is not a decimal number in range'],
    ['a candle without a close', candle(true, null), 'c is not a string'],
    ['a candle without its body', { ...candle(true), k: undefined }, 'is not an object'],
  ])('%s', (_, frame, reason) => {
    expect(refusal('binance', frame)).toBe(reason);
  });
});
