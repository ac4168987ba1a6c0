import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import { parseDuration, parseSeries } from '../../../local/live/series.ts';

describe('a series', () => {
  test.each([
    ['btc-15m', { asset: 'btc', length: '15m' }],
    ['eth-5m', { asset: 'eth', length: '5m' }],
    ['sol-1h', { asset: 'sol', length: '1h' }],
  ])('is written as %s', (text, series) => {
    expect(parseSeries(text)).toEqual(series);
  });

  test.each(['btc', 'btc-', 'btc-7m', 'BTC-15m', '-15m', 'b-15m', 'btc-15m-1', ''])(
    '%j is refused with the way to write it',
    (text) => {
      expect(() => parseSeries(text)).toThrow(InvalidArgumentError);
      expect(() => parseSeries(text)).toThrow(/btc-15m; lengths are 5m, 15m, 1h, 4h/);
    },
  );
});

describe('a duration', () => {
  test.each([
    ['90s', 90_000],
    ['1.5m', 90_000],
    ['8h', 28_800_000],
    ['2d', 172_800_000],
    // The longest: a timer of the machine holds no more than 24 days.
    ['20d', 1_728_000_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['90', '0s', '-5m', '21d', '5 m', '1w', 'm', '', '1e3s'])(
    '%j is refused with the way to write it',
    (text) => {
      expect(() => parseDuration(text)).toThrow(/90s, 30m, 8h or 2d, at most 20d/);
    },
  );
});
