import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binanceProtocol } from '../../../../shared/adapters/binance/client.ts';
import { binance } from '../../feeds/sample-frames.ts';
import { told } from '../../feeds/told.ts';

const protocol = binanceProtocol({
  urls: ['wss://one.example', 'wss://two.example:9443'],
  assets: ['btc', 'eth'],
});

test('the streams of every asset are asked for in the address, times in microseconds', () => {
  const path =
    '/stream?streams=btcusdt@aggTrade/btcusdt@bookTicker/ethusdt@aggTrade/ethusdt@bookTicker&timeUnit=MICROSECOND';
  expect(protocol.urls).toEqual([`wss://one.example${path}`, `wss://two.example:9443${path}`]);
  expect(protocol.opening()).toEqual([]);
});

test('a connection is replaced before the venue ends it after 24 hours', () => {
  // 23 x 60 x 60 x 1000
  expect(protocol.rotateAfterMs).toBe(82_800_000);
});

describe('a frame is', () => {
  test.each([
    ['data', `{"stream":"btcusdt@aggTrade","data":${binance.aggTrade}}`],
    ['data', binance.combined],
    ['leave', binance.combinedShutdown],
    ['leave', binance.shutdown],
    ['reply', binance.subscribed],
    ['reply', '{"code":2,"msg":"Invalid request: unknown variant","id":1}'],
  ])('%s: %s', (kind, frame) => {
    expect(protocol.kindOf(frame)).toBe(kind);
  });
});

test('a frame is of one of the pairs that were asked for', () => {
  expect(protocol.subjects?.names).toEqual(['btcusdt', 'ethusdt']);
  expect(protocol.subjects?.of(binance.combined)).toBe('btcusdt');
});

test('times in microseconds are told in milliseconds', () => {
  const frame =
    '{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1672515782136123,"s":"BTCUSDT","a":12345,"p":"61000.5","q":"100","f":100,"l":105,"T":1672515782136045,"m":true,"M":true}}';
  expect(told('binance', frame)).toMatchObject([{ tradeId: 12345, exchangeAt: 1672515782136 }]);
});

test('whatever comes has a kind', () => {
  fc.assert(fc.property(fc.string(), (text) => protocol.kindOf(text) === 'reply'));
  fc.assert(fc.property(fc.string(), (rest) => protocol.kindOf(`{"stream":"${rest}`) !== 'refused'));
});
