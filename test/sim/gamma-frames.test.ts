import { describe, expect, test } from 'vitest';
import { parseReference } from '../../shared/domain/units/spot.ts';
import { WINDOW_MS } from '../../sim/window.ts';
import { framesOf, shortTape } from './taken.ts';

const OPEN_AT = Date.UTC(2026, 10, 20);

describe('the listing and the resolution of windows', () => {
  const tape = shortTape(13, 3);
  const events = framesOf(tape, 'gamma');
  const listed = events.filter(({ frame }) => !frame.closed);
  const resolved = events.filter(({ frame }) => frame.closed);
  const averages = new Map(
    framesOf(tape, 'polybolt')
      .filter(({ frame }) => frame.channel === 'price.crypto.twap')
      .map(({ frame }) => [frame.payload.timestamp, frame.payload.full_accuracy_value]),
  );

  test('each window is listed before its open, ten minutes where the tape goes back so far', () => {
    expect(listed.map(({ at, frame }) => at - Date.parse(frame.startTime))).toEqual([
      -120_000, -600_000, -600_000,
    ]);
    expect(listed.map(({ frame }) => frame.slug)).toEqual(
      // 2026-11-20T00:00Z is 1795132800; a window lasts 900 s
      ['btc-updown-15m-1795132800', 'btc-updown-15m-1795133700', 'btc-updown-15m-1795134600'],
    );
  });

  test('a listing shows the market as it trades and no trace of its end', () => {
    const [market] = listed[0]!.frame.markets;
    expect(market).toMatchObject({
      version: 'v1',
      orderPriceMinTickSize: 0.01,
      orderMinSize: 5,
      feeSchedule: { rate: 0.07, exponent: 1 },
      cryptoMarketConfig: { twapEnabled: true, twapLookbackSeconds: 60 },
      acceptingOrders: true,
      negRisk: false,
    });
    expect(JSON.parse(market.outcomes)).toEqual(['Up', 'Down']);
    expect(JSON.parse(market.clobTokenIds)).toHaveLength(2);
    expect(market.umaResolutionStatus).toBeUndefined();
    expect(listed[0]!.frame.eventMetadata).toBeUndefined();
  });

  test('each window resolves 20 to 90 s after its close, as its printed averages say', () => {
    expect(resolved).toHaveLength(3);
    resolved.forEach(({ at, frame }, i) => {
      const closeAt = OPEN_AT + (i + 1) * WINDOW_MS;
      expect(at - closeAt).toBeGreaterThanOrEqual(20_000);
      expect(at - closeAt).toBeLessThanOrEqual(90_000);
      const { priceToBeat, finalPrice } = frame.eventMetadata;
      expect(priceToBeat).toBe(averages.get(closeAt - WINDOW_MS));
      expect(finalPrice).toBe(averages.get(closeAt));
      const up = parseReference(finalPrice) >= parseReference(priceToBeat);
      expect(frame.markets[0]).toMatchObject({
        closed: true,
        umaResolutionStatus: 'resolved',
        outcomePrices: up ? '["1", "0"]' : '["0", "1"]',
      });
    });
  });

  test('the strike of a window is the final price of the one before', () => {
    expect(resolved[1]!.frame.eventMetadata.priceToBeat).toBe(resolved[0]!.frame.eventMetadata.finalPrice);
  });

  test('the order book service names the same winner', () => {
    const winners = framesOf(tape, 'clob').filter(({ frame }) => frame.event_type === 'market_resolved');
    expect(winners.map(({ frame }) => frame.winning_outcome)).toEqual(
      resolved.map(({ frame }) => (frame.markets[0].outcomePrices === '["1", "0"]' ? 'Up' : 'Down')),
    );
  });
});
