import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeLine } from '../../shared/adapters/tape/format.ts';
import { syntheticDay } from '../../sim/day.ts';
import { EVENTFUL } from '../../sim/eventful.ts';

const OPEN_AT = Date.UTC(2026, 10, 20);
const WINDOW_MS = 900_000;
const WINDOWS = 12;
const TRADE = /"aggTrade"|"match"|"channel":"trade"|live_trades/;
const BTC_PRICE = /"price\.crypto",.*"value":([\d.]+)/;

test('a seed has the bytes that it had before other days could be made', () => {
  // Of version 3 of the simulator: two windows of seed 7
  const hash = createHash('sha256');
  for (const line of syntheticDay({ seed: 7, profile: EVENTFUL, windows: 2 })) hash.update(encodeLine(line));
  expect(hash.digest('hex')).toBe('a34468b997ff20228e819c751cbba595d3e8bb5bcf4a389de1021af958651124');
});

describe('the first three hours of the eventful day', () => {
  /** By window, at five minutes: the age of the last change of its book and of the last trade. */
  const ages: { book: number; trade: number }[] = [];
  const prices = new Map<number, number>();
  const outcomes: boolean[] = [];

  beforeAll(() => {
    let bookAt = 0;
    let tradeAt = 0;
    let price = 0;
    let minute = 0;
    const conditions: string[] = [];
    for (const { receivedAt, channel, frame } of syntheticDay({
      seed: EVENTFUL.seed,
      profile: EVENTFUL,
      windows: WINDOWS,
    })) {
      for (; OPEN_AT + minute * 60_000 <= receivedAt; minute++) {
        prices.set(minute, price);
        const at = OPEN_AT + minute * 60_000;
        if (minute % 15 === 5) ages.push({ book: at - bookAt, trade: at - tradeAt });
      }
      if (channel === 'gamma') {
        const market = JSON.parse(frame).markets[0];
        if (market.closed) outcomes.push(market.outcomePrices === '["1", "0"]');
        else conditions.push(market.conditionId);
      } else if (channel === 'clob') {
        const open = conditions[Math.floor((receivedAt - OPEN_AT) / WINDOW_MS)];
        if (open !== undefined && frame.includes(open)) bookAt = receivedAt;
      } else if (channel === 'polybolt') price = Number(BTC_PRICE.exec(frame)?.[1] ?? price);
      else if (TRADE.test(frame)) tradeAt = receivedAt;
    }
  }, 60_000);

  test('have a fresh book and a fresh trade five minutes into each window', () => {
    expect(ages).toHaveLength(WINDOWS);
    // A book rests three seconds at the most, and a frame is some tens of milliseconds on its way
    for (const { book } of ages) expect(book).toBeLessThan(3_500);
    for (const { trade } of ages) expect(trade).toBeLessThan(2_000);
  });

  test('have moves of 0.3 % within five minutes in some windows, not in most', () => {
    const moves = Array.from({ length: WINDOWS }, (_, window) =>
      Math.abs(Math.log(prices.get(window * 15 + 5)! / prices.get(window * 15)!)),
    );
    const large = moves.filter((move) => move >= 0.003).length;
    expect(large).toBeGreaterThanOrEqual(2);
    expect(large).toBeLessThanOrEqual(WINDOWS / 2);
  });

  test('end Up in some windows and Down in others', () => {
    expect(outcomes).toHaveLength(WINDOWS);
    expect(new Set(outcomes).size).toBe(2);
  });
});
