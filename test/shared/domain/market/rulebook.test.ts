import { describe, expect, test } from 'vitest';
import { rulesFor } from '../../../../shared/domain/market/rulebook.ts';
import type { WindowLength } from '../../../../shared/domain/market/series.ts';
import { windowAt } from '../../../../shared/domain/market/window.ts';
import { price } from '../../../../shared/domain/units/money.ts';
import { after } from '../../../../shared/domain/units/time.ts';
import { instant, quarter, shares, usd } from '../examples.ts';

/** The rules of the last window that opens before `iso`, and of the one that opens at or after it. */
function around(length: WindowLength, iso: string) {
  const series = { asset: 'btc', length };
  const before = windowAt(series, after(instant(iso), -1));
  const from = windowAt(series, before.closeAt);
  return { before: rulesFor(before), from: rulesFor(from) };
}

const FREE = { ratePpm: 0, exponent: 1 };
const SQUARED = { ratePpm: 250_000, exponent: 2 };
const FIRST_LINEAR = { ratePpm: 72_000, exponent: 1 };
const LINEAR = { ratePpm: 70_000, exponent: 1 };

describe('fees (facts 5.5)', () => {
  test.each([
    ['15m', '2026-01-05T00:00:00Z', FREE, SQUARED],
    ['5m', '2026-02-12T00:00:00Z', FREE, SQUARED],
    ['1h', '2026-03-06T00:00:00Z', FREE, SQUARED],
    ['4h', '2026-03-06T01:00:00Z', FREE, SQUARED],
    ['5m', '2026-03-30T00:00:00Z', SQUARED, FIRST_LINEAR],
    ['15m', '2026-03-30T00:00:00Z', SQUARED, FIRST_LINEAR],
    ['15m', '2026-05-26T00:00:00Z', FIRST_LINEAR, LINEAR],
    ['1h', '2026-05-26T00:00:00Z', FIRST_LINEAR, LINEAR],
  ] as const)('%s windows change theirs at %s', (length, at, before, from) => {
    expect(around(length, at).before.fee).toEqual(before);
    expect(around(length, at).from.fee).toEqual(from);
  });
});

describe('settlement (facts 4.1)', () => {
  const spot = { kind: 'spot', source: 'chainlink' };
  const twap = (lookbackMs: number) => ({ kind: 'twap', source: 'chainlink', lookbackMs });
  test.each([
    ['15m', '2026-08-07T00:00:00Z', spot, twap(60_000)],
    ['5m', '2026-08-07T00:00:00Z', spot, twap(30_000)],
    ['5m', '2026-08-14T00:00:00Z', twap(30_000), twap(60_000)],
    ['4h', '2026-08-07T00:00:00Z', spot, twap(60_000)],
  ] as const)('%s windows change theirs at %s', (length, at, before, from) => {
    expect(around(length, at).before.settlement).toEqual(before);
    expect(around(length, at).from.settlement).toEqual(from);
  });

  test('the hour stays on the Binance candle', () => {
    const binance = { kind: 'spot', source: 'binance' };
    expect(around('1h', '2026-08-07T00:00:00Z')).toMatchObject({
      before: { settlement: binance },
      from: { settlement: binance },
    });
  });
});

describe('taker delay (facts 5.7)', () => {
  test.each([
    ['2026-03-01T00:00:00Z', 500, 0],
    ['2026-03-20T00:00:00Z', 0, 250],
    ['2026-08-17T11:00:00Z', 250, 50],
    ['2026-09-04T14:00:00Z', 50, 150],
  ])('changes at %s from %d ms to %d ms', (at, before, from) => {
    expect(around('15m', at).before.takerDelayMs).toBe(before);
    expect(around('15m', at).from.takerDelayMs).toBe(from);
  });

  test('is the one configured, where one is', () => {
    expect(rulesFor(quarter, {}, 0).takerDelayMs).toBe(0);
    expect(rulesFor(quarter, {}, 400).takerDelayMs).toBe(400);
  });
});

describe('what a market declares', () => {
  test('beats the dated rules', () => {
    const declared = {
      fee: { ratePpm: 100_000, exponent: 2 },
      twapLookbackMs: 30_000,
      tickSize: price(10),
      minSize: shares(15),
    } as const;
    expect(rulesFor(quarter, declared)).toEqual({
      fee: { ratePpm: 100_000, exponent: 2 },
      settlement: { kind: 'twap', source: 'chainlink', lookbackMs: 30_000 },
      takerDelayMs: 150,
      tickSize: 10,
      minSize: shares(15),
      minNotional: usd(1),
    });
  });

  test('may be nothing: a cent, 5 shares and $1 then (facts 2.5)', () => {
    expect(rulesFor(quarter)).toMatchObject({
      tickSize: 100,
      minSize: 5_000_000,
      minNotional: 1_000_000,
    });
  });
});
