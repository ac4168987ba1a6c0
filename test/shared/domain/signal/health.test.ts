import { describe, expect, test } from 'vitest';
import type { PriceSource } from '../../../../shared/domain/market/event.ts';
import type { Consensus } from '../../../../shared/domain/signal/consensus.ts';
import {
  degradation,
  feedHealth,
  freshExchanges,
  hasDiverged,
} from '../../../../shared/domain/signal/health.ts';

const agreed = (divergence: number, ...sources: PriceSource[]): Consensus => ({
  change: 0.001,
  divergence,
  sources: sources.map((source) => ({ source, change: 0.001, ageMs: 100 })),
});
const aged = (ages: Partial<Record<PriceSource, number>>) =>
  Object.entries(ages).map(([source, ageMs]) => ({ source: source as PriceSource, price: 60_000, ageMs }));

describe('a decision has to go by', () => {
  test.each<[string, Consensus | undefined, string[]]>([
    ['nothing', undefined, ['0 of 4 spot']],
    ['one exchange', agreed(0, 'kraken'), ['1 of 4 spot']],
    ['all of them', agreed(0.003, 'binance', 'coinbase', 'kraken', 'bitstamp'), ['4 of 4 spot']],
    ['the feed behind them', agreed(0, 'reference'), ['0 of 4 spot', 'reference instead']],
    ['two that disagree', agreed(0.0041, 'binance', 'coinbase'), ['2 of 4 spot', 'diverged 0.41 %']],
  ])('%s', (_, consensus, told) => {
    expect(degradation(consensus, 0.003)).toEqual(told);
  });
});

test('exchanges have diverged when their returns are further apart than allowed', () => {
  expect(hasDiverged(agreed(0.003), 0.003)).toBe(false);
  expect(hasDiverged(agreed(0.0031), 0.003)).toBe(true);
});

test('the feeds behind the exchanges are none', () => {
  expect(freshExchanges(agreed(0, 'binance', 'bitstamp'))).toBe(2);
  expect(freshExchanges(agreed(0, 'binance-relay'))).toBe(0);
});

describe('of the exchanges is left', () => {
  test.each<[string, Partial<Record<PriceSource, number>>, string]>([
    ['whole', { binance: 0, coinbase: 2_000, kraken: 5, bitstamp: 9 }, '4 of 4 exchanges'],
    ['degraded', { binance: 0, coinbase: 2_001, kraken: 5 }, '2 of 4 exchanges, without coinbase, bitstamp'],
    ['last', { coinbase: 3, reference: 0 }, '1 of 4 exchanges, without binance, kraken, bitstamp'],
    ['none', { reference: 0 }, '0 of 4 exchanges, without binance, coinbase, kraken, bitstamp'],
  ])('%s', (state, ages, text) => {
    expect(feedHealth(aged(ages), 2_000)).toMatchObject({ state, text });
  });

  test('each that is fresh, and each that is silent or was never heard', () => {
    expect(feedHealth(aged({ kraken: 1, binance: 9_000 }), 2_000)).toMatchObject({
      fresh: ['kraken'],
      silent: ['binance', 'coinbase', 'bitstamp'],
    });
  });
});
