import { describe, expect, test } from 'vitest';
import { polybolt } from '../../feeds/sample-frames.ts';
import { read, refusal, told } from '../../feeds/told.ts';

const twap = JSON.parse(polybolt.twap);
const paid = (change: object) => ({ ...twap, payload: { ...twap.payload, ...change } });

describe('a frame tells', () => {
  test('a spot print, of the source that it names', () => {
    expect(told('polybolt', polybolt.spot)).toEqual([
      {
        kind: 'reference',
        source: 'pyth',
        asset: 'btc',
        lookbackMs: 0,
        value: 64_126_000_000_000_000_000_000n,
        exchangeAt: 1788973001000,
      },
    ]);
  });

  test('an average from its exact value, a plain decimal', () => {
    expect(told('polybolt', polybolt.twap)).toEqual([
      {
        kind: 'reference',
        source: 'chainlink',
        asset: 'btc',
        lookbackMs: 60_000,
        value: 64_120_100_000_000_000_000_000n,
        exchangeAt: 1788973001000,
      },
    ]);
  });

  test('the two minutes before a subscription, print by print', () => {
    expect(told('polybolt', polybolt.snapshot)).toMatchObject([
      { source: 'pyth', value: 64_123_500_000_000_000_000_000n, exchangeAt: 1788972880000 },
    ]);
    expect(told('polybolt', paid({ data: [] }))).toEqual([]);
  });

  test('the prints of a snapshot beside one that cannot be read', () => {
    const snapshot = JSON.parse(polybolt.snapshot);
    const data = [null, ...snapshot.payload.data];
    const { events, refused } = read('polybolt', { ...snapshot, payload: { ...snapshot.payload, data } });
    expect(events).toEqual(told('polybolt', polybolt.snapshot));
    expect(refused).toEqual(['is not an object']);
  });

  test('a value without its exact form', () => {
    expect(told('polybolt', paid({ full_accuracy_value: undefined }))).toMatchObject([
      { value: 64_120_100_000_000_000_000_000n },
    ]);
  });

  test.each([polybolt.authed, polybolt.subscribed])('nothing with the answer %s', (frame) => {
    expect(told('polybolt', frame)).toEqual([]);
  });
});

describe('refused is', () => {
  test.each<[string, unknown, string]>([
    ["the venue's error", polybolt.error, 'the venue says: "auth_required"'],
    ['an error of another shape', { op: 'error', code: { toString: 1 } }, 'the venue says: an object'],
    ['half a frame', polybolt.twap.slice(0, 60), 'is not JSON'],
    ['an array', [twap], 'is not an object'],
    ['a channel that is missing', { ...twap, channel: undefined }, 'channel is not a string'],
    ['a channel that is unknown', { ...twap, channel: 'price.equity' }, 'unknown channel "price.equity"'],
    ['a payload that is missing', { ...twap, payload: null }, 'is not an object'],
    ['a print without a source', paid({ source: undefined }), 'source is not a string'],
    ['a symbol that is unknown', paid({ symbol: 'btc/usd' }), 'unknown symbol "btc/usd"'],
    [
      'an average without its length',
      paid({ window_seconds: undefined }),
      'window_seconds is not an integer',
    ],
    ['an average over nothing', paid({ window_seconds: 0 }), 'window_seconds is 0: out of range'],
    ['an average over less', paid({ window_seconds: -60 }), 'window_seconds is -60: out of range'],
    ['an average over a day', paid({ window_seconds: 86_400 }), 'window_seconds is 86400: out of range'],
    ['a time that is missing', paid({ timestamp: undefined }), 'timestamp is not an instant'],
    ['a value of zero', paid({ full_accuracy_value: '0' }), 'value is not a decimal number in range'],
    [
      'a value with an exponent',
      paid({ full_accuracy_value: 1e30 }),
      'value is not a decimal number in range',
    ],
    [
      'a value that is missing',
      paid({ full_accuracy_value: undefined, value: undefined }),
      'value is not a string',
    ],
  ])('%s', (_, frame, reason) => {
    expect(refusal('polybolt', frame)).toBe(reason);
  });
});
