import { describe, expect, test } from 'vitest';
import { framesOf, shortTape } from './taken.ts';

describe('the exchanges', () => {
  const tape = shortTape(23, 1);
  const binance = framesOf(tape, 'binance').map(({ frame }) => frame);
  const coinbase = framesOf(tape, 'coinbase').map(({ frame }) => frame);
  const kraken = framesOf(tape, 'kraken').map(({ frame }) => frame);
  const bitstamp = framesOf(tape, 'bitstamp').map(({ frame }) => frame);
  const trades = binance.filter(({ stream }) => stream === 'btcusdt@aggTrade').map(({ data }) => data);

  test('speak their wire shapes', () => {
    // The keys of facts/exchanges.md 1.3, 2.1, 3 and 4.
    expect(Object.keys(trades[0])).toEqual(['e', 'E', 's', 'a', 'p', 'q', 'f', 'l', 'T', 'm', 'M']);
    const ticker = binance.find(({ stream }) => stream === 'btcusdt@bookTicker');
    expect(Object.keys(ticker.data)).toEqual(['u', 's', 'b', 'B', 'a', 'A']);
    const match = coinbase.find(({ type }) => type === 'match');
    expect(Object.keys(match).sort()).toEqual([
      'maker_order_id',
      'price',
      'product_id',
      'sequence',
      'side',
      'size',
      'taker_order_id',
      'time',
      'trade_id',
      'type',
    ]);
    const trade = kraken.find(({ channel }) => channel === 'trade');
    expect(Object.keys(trade.data[0])).toEqual([
      'symbol',
      'side',
      'price',
      'qty',
      'ord_type',
      'trade_id',
      'timestamp',
    ]);
    expect(bitstamp[0]).toMatchObject({ event: 'trade', channel: 'live_trades_btcusd' });
  });

  test('number their trades upwards', () => {
    const rises = (ids: number[]) => ids.every((id, i) => i === 0 || id > ids[i - 1]!);
    expect(rises(trades.map(({ a }) => a))).toBe(true);
    expect(rises(coinbase.filter(({ type }) => type === 'match').map(({ trade_id }) => trade_id))).toBe(true);
    expect(rises(kraken.filter(({ data }) => data).map(({ data }) => data[0].trade_id))).toBe(true);
    expect(rises(bitstamp.map(({ data }) => data.id))).toBe(true);
  });

  test('never deliver a trade before it happened', () => {
    for (const { at, frame } of framesOf(tape, 'binance'))
      if (frame.data.T !== undefined) expect(at).toBeGreaterThan(frame.data.T);
    for (const { at, frame } of framesOf(tape, 'coinbase'))
      expect(at).toBeGreaterThanOrEqual(Date.parse(frame.time));
  });

  test('Coinbase beats once a second', () => {
    // 900 s of window, 120 s before and 120 s after
    expect(coinbase.filter(({ type }) => type === 'heartbeat')).toHaveLength(1_140);
  });

  test('Binance trades 3 to 9 basis points under Chainlink, Coinbase beside it', () => {
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const chainlink = mean(
      framesOf(tape, 'polybolt')
        .filter(({ frame }) => frame.channel === 'price.crypto')
        .map(({ frame }) => frame.payload.value),
    );
    const busy = mean(trades.map(({ p }) => Number(p)));
    // trades come in bursts and prints by the clock, hence the room of 5 bps on both sides
    expect(busy / chainlink - 1).toBeGreaterThan(-0.0014);
    expect(busy / chainlink - 1).toBeLessThan(0.0002);
  });
});
