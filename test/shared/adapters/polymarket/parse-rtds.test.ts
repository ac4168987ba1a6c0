import { describe, expect, test } from 'vitest';
import { rtds } from '../../feeds/sample-frames.ts';
import { read, refusal, told } from '../../feeds/told.ts';

const twap = JSON.parse(rtds.twap);
const relay = JSON.parse(rtds.relay);
const paid = (frame: { payload: object }, change: object) => ({
  ...frame,
  payload: { ...frame.payload, ...change },
});
const reference = { kind: 'reference', source: 'chainlink', asset: 'btc' };
const relayed = { kind: 'trade', source: 'binance-relay', asset: 'btc', pair: 'btcusdt', tradeId: undefined };

describe('a frame tells', () => {
  test("Binance's price relayed", () => {
    expect(told('rtds', rtds.relay)).toEqual([
      { ...relayed, price: 6_103_586_000_000, exchangeAt: 1780730269000 },
    ]);
  });

  test('the last minute of it, at the start of a subscription', () => {
    expect(told('rtds', rtds.snapshot)).toEqual([
      { ...relayed, price: 6_116_412_000_000, exchangeAt: 1780726209000 },
    ]);
  });

  test('a spot print from its plain value', () => {
    expect(told('rtds', rtds.chainlink)).toEqual([
      { ...reference, lookbackMs: 0, value: 61_041_200_000_000_000_000_000n, exchangeAt: 1780730269000 },
    ]);
  });

  test('an average from its exact value, an integer of 10^-18 dollars', () => {
    expect(told('rtds', rtds.twap)).toEqual([
      { ...reference, lookbackMs: 60_000, value: 65_001_000_000_000_000_000_000n, exchangeAt: 1786100000000 },
    ]);
  });

  test('an average over half a minute', () => {
    expect(told('rtds', { ...twap, topic: 'crypto_prices_twap_thirty' })).toMatchObject([
      { lookbackMs: 30_000 },
    ]);
  });

  test('a snapshot of Chainlink that names the topic of Binance', () => {
    const data = [
      { timestamp: 1777381626000, value: 76248.86816336501 },
      { timestamp: 1777381627000, value: 76249.53344337417 },
    ];
    expect(told('rtds', { ...JSON.parse(rtds.snapshot), payload: { symbol: 'btc/usd', data } })).toEqual([
      { ...reference, lookbackMs: 0, value: 76_248_868_163_365_010_000_000n, exchangeAt: 1777381626000 },
      { ...reference, lookbackMs: 0, value: 76_249_533_443_374_170_000_000n, exchangeAt: 1777381627000 },
    ]);
  });

  test('the prints of a snapshot beside one that cannot be read', () => {
    const data = [{ timestamp: 'soon', value: 1 }, ...JSON.parse(rtds.snapshot).payload.data];
    const { events, refused } = read('rtds', paid(JSON.parse(rtds.snapshot), { data }));
    expect(events).toEqual(told('rtds', rtds.snapshot));
    expect(refused).toEqual(['timestamp is not an instant']);
  });

  test.each(['', 'PONG'])('nothing with %j', (frame) => {
    expect(told('rtds', frame)).toEqual([]);
  });
});

describe('refused is', () => {
  test.each<[string, unknown, string]>([
    ['a text', 'PING', 'is not JSON'],
    ['an array', [twap], 'is not an object'],
    [
      'a subscription that the venue refuses',
      { body: { message: 'NotFound' }, statusCode: 401 },
      'the venue refused a subscription with 401',
    ],
    [
      'a refusal without a number',
      { statusCode: { toString: 1 } },
      'the venue refused a subscription with an object',
    ],
    ['a frame without a topic', { payload: {} }, 'topic is not a string'],
    ['a topic that is unknown', { ...twap, topic: 'comments' }, 'unknown topic "comments"'],
    ['a topic named after a property', { ...twap, topic: 'constructor' }, 'unknown topic "constructor"'],
    ['a frame without a payload', { ...twap, payload: undefined }, 'is not an object'],
    ['a payload without a symbol', paid(twap, { symbol: undefined }), 'symbol is not a string'],
    ['a symbol that is unknown', paid(twap, { symbol: 'btc/eur' }), 'unknown symbol "btc/eur"'],
    ['a snapshot that is no array', paid(twap, { data: {} }), 'data is not an array'],
    ['a print that is no object', paid(twap, { data: [1] }), 'is not an object'],
    ['a print without a time', paid(twap, { timestamp: undefined }), 'timestamp is not an instant'],
    [
      'an exact value that is a decimal',
      paid(twap, { full_accuracy_value: '65001.0' }),
      'full_accuracy_value is not a decimal number in range',
    ],
    [
      'an exact value of zero',
      paid(twap, { full_accuracy_value: '0' }),
      'full_accuracy_value is not a decimal number in range',
    ],
    [
      'an exact value below a hundred-millionth',
      paid(twap, { full_accuracy_value: '9999999999' }),
      'full_accuracy_value is not a decimal number in range',
    ],
    [
      'an exact value beyond any price',
      paid(twap, { full_accuracy_value: '9'.repeat(30) }),
      'full_accuracy_value is not a decimal number in range',
    ],
    [
      'a print without a value',
      paid(twap, { full_accuracy_value: undefined, value: undefined }),
      'value is not a string',
    ],
    [
      'a value that is an object',
      paid(relay, { full_accuracy_value: { toString: 1 } }),
      'full_accuracy_value is not a string',
    ],
    [
      'a relayed price of zero',
      paid(relay, { full_accuracy_value: '0' }),
      'value is not a decimal number in range',
    ],
  ])('%s', (_, frame, reason) => {
    expect(refusal('rtds', frame)).toBe(reason);
  });
});
