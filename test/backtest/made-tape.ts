import { writeFileSync } from 'node:fs';
import { encodeHeader, encodeLine, type TapeLine } from '../../shared/adapters/tape/format.ts';

const HEADER = {
  version: 1,
  synthetic: true,
  derived: false,
  title: 'made by a test',
  source: 'a test',
} as const;

/** Writes a tape of a few lines. */
export function madeTape(path: string, lines: readonly TapeLine[]): string {
  writeFileSync(path, encodeHeader(HEADER) + lines.map(encodeLine).join(''));
  return path;
}

const line = (receivedAt: number, channel: TapeLine['channel'], frame: object): TapeLine => ({
  receivedAt,
  channel,
  frame: JSON.stringify(frame),
});

/** A window of facts 3.4; with `winner`, as the venue shows it after its end. */
export function listing(
  receivedAt: number,
  { slug, condition, winner }: { slug: string; condition: string; winner?: 'Up' | 'Down' },
): TapeLine {
  const ended = { closed: true, outcomePrices: winner === 'Up' ? '["1", "0"]' : '["0", "1"]' };
  return line(receivedAt, 'gamma', {
    slug,
    question: slug,
    conditionId: condition,
    outcomes: '["Up", "Down"]',
    clobTokenIds: JSON.stringify([`${condition}-up`, `${condition}-down`]),
    ...(winner !== undefined && ended),
  });
}

/** A print of the reference feed (facts 6.3), of the topic that tells averages of 60 seconds unless named. */
export const print = (stampedAt: number, value: string, topic = 'crypto_prices_twap_sixty'): TapeLine =>
  line(stampedAt + 1_200, 'rtds', {
    topic,
    type: 'update',
    timestamp: stampedAt,
    payload: { symbol: 'btc/usd', timestamp: stampedAt, value: Number(value), full_accuracy_value: value },
  });

type Level = readonly [price: string, size: string];
const levels = (each: readonly Level[]) => each.map(([price, size]) => ({ price, size }));

export const book = (
  receivedAt: number,
  token: string,
  { bids, asks }: { bids: readonly Level[]; asks: readonly Level[] },
): TapeLine =>
  line(receivedAt, 'clob', {
    event_type: 'book',
    market: '0x1',
    asset_id: token,
    timestamp: String(receivedAt - 50),
    bids: levels(bids),
    asks: levels(asks),
  });

export const changes = (
  receivedAt: number,
  each: readonly (readonly [token: string, side: 'BUY' | 'SELL', price: string, size: string])[],
): TapeLine =>
  line(receivedAt, 'clob', {
    event_type: 'price_change',
    market: '0x1',
    timestamp: String(receivedAt - 50),
    price_changes: each.map(([asset_id, side, price, size]) => ({ asset_id, side, price, size })),
  });

export const newTickSize = (receivedAt: number, token: string): TapeLine =>
  line(receivedAt, 'clob', {
    event_type: 'tick_size_change',
    asset_id: token,
    market: '0x1',
    old_tick_size: '0.01',
    new_tick_size: '0.001',
    timestamp: String(receivedAt - 50),
  });

export const binanceTrade = (receivedAt: number, t: number, p: string): TapeLine =>
  line(receivedAt, 'binance', { e: 'trade', E: receivedAt, s: 'BTCUSDT', t, p, q: '1', T: receivedAt });

export const coinbaseTrade = (receivedAt: number, id: number, price: string): TapeLine =>
  line(receivedAt, 'coinbase', {
    type: 'match',
    trade_id: id,
    side: 'sell',
    size: '1',
    price,
    product_id: 'BTC-USD',
    time: new Date(receivedAt).toISOString(),
  });
