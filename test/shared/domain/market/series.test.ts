import { expect, test } from 'vitest';
import { parseSeries, seriesId, WINDOW_LENGTHS } from '../../../../shared/domain/market/series.ts';

test.each(WINDOW_LENGTHS)('btc-%s names a series, both ways', (length) => {
  expect(parseSeries(`btc-${length}`)).toEqual({ asset: 'btc', length });
  expect(seriesId({ asset: 'btc', length })).toBe(`btc-${length}`);
});

test.each(['', 'btc', 'btc-', 'btc-10m', 'BTC-15m', '1inch-15m', 'btc-15m-1', '-15m', ' btc-15m'])(
  '%j names none',
  (id) => {
    expect(parseSeries(id)).toBeUndefined();
  },
);
