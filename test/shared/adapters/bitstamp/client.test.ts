import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitstampProtocol } from '../../../../shared/adapters/bitstamp/client.ts';
import { bitstamp } from '../../feeds/sample-frames.ts';
import { refusal, told } from '../../feeds/told.ts';

const protocol = bitstampProtocol({ urls: ['wss://one.example'], assets: ['btc', 'eth'] });

const book =
  '{"data":{"timestamp":"1583691851","microtimestamp":"1583691851934000","bids":[["8302.91","0"]],"asks":[["8302.92","0.3"]]},"channel":"diff_order_book_btcusd","event":"data"}';
const refused =
  '{"event":"bts:error","channel":"","data":{"code":null,"message":"Bad subscription string."}}';

test('trades and changes of the book are subscribed one by one', () => {
  expect(protocol.opening().map((text) => JSON.parse(text))).toEqual([
    { event: 'bts:subscribe', data: { channel: 'live_trades_btcusd' } },
    { event: 'bts:subscribe', data: { channel: 'diff_order_book_btcusd' } },
    { event: 'bts:subscribe', data: { channel: 'live_trades_ethusd' } },
    { event: 'bts:subscribe', data: { channel: 'diff_order_book_ethusd' } },
  ]);
});

describe('a frame is', () => {
  test.each([
    ['data', bitstamp.trade],
    ['data', book],
    ['data', '{"event":"data","channel":"diff_order_book_btcusd","data":{"bids":[],"asks":[]}}'],
    ['leave', bitstamp.reconnect],
    ['leave', '{"data":"","channel":"","event":"bts:request_reconnect"}'],
    ['reply', bitstamp.subscribed],
    ['reply', bitstamp.heartbeat],
    ['reply', refused],
  ])('%s: %s', (kind, frame) => {
    expect(protocol.kindOf(frame)).toBe(kind);
  });
});

test('a frame is of one of the pairs that were asked for, on whichever side it says so', () => {
  expect(protocol.subjects?.names).toEqual(['btcusd', 'ethusd']);
  const first = '{"event":"data","channel":"diff_order_book_ethusd","data":{"bids":[],"asks":[]}}';
  expect([bitstamp.trade, book, first].map((frame) => protocol.subjects?.of(frame))).toEqual([
    'btcusd',
    'btcusd',
    'ethusd',
  ]);
});

test('changes of the book tell nothing, and a refused subscription is named', () => {
  expect(told('bitstamp', book)).toEqual([]);
  expect(refusal('bitstamp', refused)).toBe('the venue says: "Bad subscription string."');
});

test('whatever comes has a kind', () => {
  fc.assert(fc.property(fc.string(), (text) => protocol.kindOf(text) === 'reply'));
  const event = fc.stringMatching(/^[a-z_:]{0,30}$/);
  fc.assert(
    fc.property(event, fc.string(), (name, rest) =>
      ['data', 'leave', 'reply'].includes(protocol.kindOf(`{"event":"${name}"${rest}`)),
    ),
  );
});
