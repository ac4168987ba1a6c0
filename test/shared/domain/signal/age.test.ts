import { describe, expect, test } from 'vitest';
import { agedTo } from '../../../../shared/domain/signal/age.ts';
import type { WindowSnapshot } from '../../../../shared/domain/signal/evaluate.ts';
import { cents, secondsIn } from '../examples.ts';

const snapshot: WindowSnapshot = {
  at: secondsIn(240),
  consensus: {
    change: 0.002,
    divergence: 0.004,
    sources: [
      { source: 'binance', change: 0.001, ageMs: 100 },
      { source: 'coinbase', change: 0.002, ageMs: 500 },
      { source: 'kraken', change: 0.005, ageMs: 1_500 },
    ],
  },
  tickSize: cents(1),
  books: {},
};
const sources = (second: number) =>
  agedTo(snapshot, secondsIn(second), 2_000).consensus?.sources.map(({ source, ageMs }) => [source, ageMs]);

describe('a snapshot that is used later', () => {
  test('has sources that are older by as much', () => {
    expect(sources(240.5)).toEqual([
      ['binance', 600],
      ['coinbase', 1_000],
      ['kraken', 2_000],
    ]);
  });

  test('hears no source that has become too old, and asks the median of the others', () => {
    const aged = agedTo(snapshot, secondsIn(240.501), 2_000);
    expect(sources(240.501)).toEqual([
      ['binance', 601],
      ['coinbase', 1_001],
    ]);
    expect(aged.at).toBe(secondsIn(240.501));
    expect(aged.consensus?.change).toBeCloseTo(0.0015, 12);
    expect(aged.consensus?.divergence).toBeCloseTo(0.001, 12);
  });

  test('has no consensus once every source is too old', () => {
    expect(agedTo(snapshot, secondsIn(242), 2_000)).toEqual({
      ...snapshot,
      at: secondsIn(242),
      consensus: undefined,
    });
  });

  test('without a consensus gets none', () => {
    const blind = { at: secondsIn(240), tickSize: cents(1), books: {} };
    expect(agedTo(blind, secondsIn(241), 2_000)).toEqual({ ...blind, at: secondsIn(241) });
  });
});

test('a snapshot of this very moment is as it was taken', () => {
  expect(agedTo(snapshot, secondsIn(240), 0)).toEqual(snapshot);
});
