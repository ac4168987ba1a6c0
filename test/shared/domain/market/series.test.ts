import { expect, test } from 'vitest';
import { LENGTH_MS, seriesId, WINDOW_LENGTHS } from '../../../../shared/domain/market/series.ts';

test('a series is named by its asset and its length', () => {
  expect(WINDOW_LENGTHS.map((length) => seriesId({ asset: 'btc', length }))).toEqual([
    'btc-5m',
    'btc-15m',
    'btc-1h',
    'btc-4h',
  ]);
});

test('a quarter of an hour is 900 seconds', () => {
  expect(LENGTH_MS['15m']).toBe(900_000);
});
