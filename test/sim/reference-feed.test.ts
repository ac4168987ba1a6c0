import { describe, expect, test } from 'vitest';
import { parseReference } from '../../shared/domain/units/spot.ts';
import { WINDOW_MS } from '../../sim/window.ts';
import { framesOf, shortTape } from './taken.ts';

const OPEN_AT = Date.UTC(2026, 10, 20);

describe('the reference feed', () => {
  const tape = shortTape(11, 2);
  const frames = framesOf(tape, 'polybolt');
  const prices = frames.filter(({ frame }) => frame.channel === 'price.crypto');
  const averages = frames.filter(({ frame }) => frame.channel === 'price.crypto.twap');
  const priceAt = new Map(
    prices.map(({ frame }) => [frame.payload.timestamp, frame.payload.full_accuracy_value]),
  );
  const averageAt = new Map(
    averages.map(({ frame }) => [frame.payload.timestamp, frame.payload.full_accuracy_value]),
  );

  test('prints once a second on whole seconds, without a gap', () => {
    const stamps = prices.map(({ frame }) => frame.payload.timestamp);
    expect(stamps.every((at, i) => at % 1_000 === 0 && (i === 0 || at - stamps[i - 1] === 1_000))).toBe(true);
  });

  test('numbers the frames of each channel without a gap', () => {
    for (const channel of [prices, averages])
      expect(channel.map(({ frame }) => frame.seq)).toEqual(channel.map((_, i) => i + 1));
  });

  test('is received about a second after its stamp', () => {
    const delays = prices.map(({ at, frame }) => at - frame.payload.timestamp).sort((a, b) => a - b);
    expect(delays[0]).toBeGreaterThan(300);
    expect(delays[delays.length >> 1]).toBeGreaterThan(1_000);
    expect(delays[delays.length >> 1]).toBeLessThan(1_500);
  });

  test('its average is the mean of the last 60 prints, cut to 18 places', () => {
    for (const { frame } of averages) {
      let sum = 0n;
      for (let ago = 0; ago < 60; ago++)
        sum += parseReference(priceAt.get(frame.payload.timestamp - ago * 1_000)!);
      expect(parseReference(frame.payload.full_accuracy_value)).toBe(sum / 60n);
    }
  });

  test('a print and an average are stamped at every open and close', () => {
    for (const at of [OPEN_AT, OPEN_AT + WINDOW_MS, OPEN_AT + 2 * WINDOW_MS]) {
      expect(priceAt.get(at)).toBeDefined();
      expect(averageAt.get(at)).toBeDefined();
    }
  });

  test('names Chainlink, the symbol and the look-back', () => {
    expect(averages[0]!.frame).toMatchObject({
      v: 1,
      payload: { symbol: 'btcusd', window_seconds: 60, source: 'chainlink' },
    });
    expect(prices[0]!.frame).toMatchObject({ v: 1, payload: { symbol: 'btcusd', source: 'chainlink' } });
  });
});
