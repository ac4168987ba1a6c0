import { afterEach, expect, test, vi } from 'vitest';
import { makeCoinbase } from '../../../sim/servers/coinbase.ts';
import { coinbase } from '../../shared/feeds/sample-frames.ts';
import { NOON, now, serving } from './rig.ts';

afterEach(() => void vi.useRealTimers());

const match = (trade_id: number, price: string, at: number = NOON) =>
  `{"type":"match","trade_id":${trade_id},"side":"sell","size":"0.25","price":"${price}","product_id":"BTC-USD","sequence":${trade_id + 50},"time":"${new Date(at).toISOString()}"}`;
const subscribe = (...channels: (string | object)[]) => ({
  type: 'subscribe',
  product_ids: ['BTC-USD'],
  channels,
});

async function rig() {
  const side = makeCoinbase(now);
  return { side, ...(await serving(side)) };
}

test('a subscription is acknowledged with all that is subscribed', async () => {
  const { connect } = await rig();
  const line = await connect('/coinbase');
  expect(await line.ask(subscribe('ticker', 'heartbeat'))).toBe(coinbase.subscriptions);
});

test('frames go to the subscribers of their channel as they stand', async () => {
  const { side, connect } = await rig();
  const line = await connect('/coinbase');
  await line.ask(subscribe('ticker', { name: 'level2_batch', product_ids: ['BTC-USD'] }));
  side.play(coinbase.match, 'coinbase');
  side.play(coinbase.subscriptions, 'coinbase');
  for (const frame of [coinbase.ticker, coinbase.snapshot, coinbase.update]) {
    side.play(frame, 'coinbase');
    expect(await line.hear()).toBe(frame);
  }
});

test('the last match comes first, under its own name', async () => {
  const { side, connect } = await rig();
  side.play(match(5, '84000.00'), 'coinbase');
  const line = await connect('/coinbase');
  await line.ask(subscribe('matches'));
  expect(await line.hear()).toBe(match(5, '84000.00').replace('match', 'last_match'));
});

test('nothing comes any more after it was unsubscribed', async () => {
  const { side, connect } = await rig();
  const line = await connect('/coinbase');
  await line.ask(subscribe('matches', 'ticker'));
  await line.ask({ type: 'unsubscribe', product_ids: ['BTC-USD'], channels: ['matches'] });
  side.play(match(5, '84000.00'), 'coinbase');
  side.play(coinbase.ticker, 'coinbase');
  expect(await line.hear()).toBe(coinbase.ticker);
});

test.each([
  [subscribe('carrier_pigeon'), 'carrier_pigeon is not a valid channel'],
  [subscribe('level2'), 'level2 channel requires authentication'],
  [{ ...subscribe('matches'), product_ids: ['nothing'] }, 'nothing is not a valid product'],
])('%j is refused with the reason', async (words, reason) => {
  const { connect } = await rig();
  const line = await connect('/coinbase');
  expect(JSON.parse(await line.ask(words))).toEqual({
    type: 'error',
    message: 'Failed to subscribe',
    reason,
  });
});

test.each(['hello', '{"type":"subscribe"}', '{"type":"subscribe","channels":[1]}', '{"channels":[]}'])(
  '%s is no request',
  async (words) => {
    const { connect } = await rig();
    const line = await connect('/coinbase');
    expect(await line.ask(words)).toBe('{"type":"error","message":"Malformed JSON"}');
  },
);

test('a heartbeat is made when the tape has none, with the last trade', async () => {
  const { side, connect } = await rig();
  const line = await connect('/coinbase');
  await line.ask(subscribe('heartbeat'));
  side.play(match(20, '84000.00'), 'coinbase');
  side.beat?.();
  side.beat?.();
  expect(await line.hear()).toBe(
    '{"type":"heartbeat","sequence":70,"last_trade_id":20,"product_id":"BTC-USD","time":"2026-09-28T17:30:00.000000Z"}',
  );
});

test('no heartbeat is made beside those of the tape', async () => {
  const { side, connect } = await rig();
  const line = await connect('/coinbase');
  await line.ask(subscribe('heartbeat', 'ticker'));
  for (let second = 0; second < 3; second++) {
    side.play(coinbase.heartbeat, 'coinbase');
    side.beat?.();
    expect(await line.hear()).toBe(coinbase.heartbeat);
  }
  side.play(coinbase.ticker, 'coinbase');
  expect(await line.hear()).toBe(coinbase.ticker);
});

test('who has not subscribed within five seconds is turned away, and nobody else', () => {
  vi.useFakeTimers();
  const side = makeCoinbase(now);
  const closed: string[] = [];
  const client = (name: string) => ({ id: 1, send: () => {}, close: () => void closed.push(name) });
  side.connect?.(client('silent'), '', new URLSearchParams());
  side.connect?.(client('gone'), '', new URLSearchParams()).end();
  side.connect?.(client('quick'), '', new URLSearchParams()).hear(JSON.stringify(subscribe('matches')));
  vi.advanceTimersByTime(4_999);
  expect(closed).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(closed).toEqual(['silent']);
});

test('trades, ticker and candles are those of the tape so far, the newest first', async () => {
  const { side, get } = await rig();
  side.play(match(1, '84000.00'), 'coinbase');
  side.play(match(2, '84010.00', NOON + 59_000), 'coinbase');
  side.play(match(3, '83990.00', NOON + 60_000), 'coinbase');
  expect(await get('/coinbase/rest/products/BTC-USD/trades?limit=2')).toEqual([
    { trade_id: 3, side: 'sell', size: '0.25', price: '83990.00', time: '2026-09-28T17:31:00.000000Z' },
    { trade_id: 2, side: 'sell', size: '0.25', price: '84010.00', time: '2026-09-28T17:30:59.000000Z' },
  ]);
  const seconds = NOON / 1_000;
  expect(await get('/coinbase/rest/products/BTC-USD/candles?granularity=60')).toEqual([
    [seconds + 60, 83990, 83990, 83990, 83990, 0.25],
    [seconds, 84000, 84010, 84000, 84010, 0.5],
  ]);
  const since = new Date(NOON + 60_000).toISOString();
  expect(await get(`/coinbase/rest/products/BTC-USD/candles?start=${since}`)).toHaveLength(1);
  expect(
    await get(`/coinbase/rest/products/BTC-USD/candles?start=0&end=${seconds}&granularity=900`),
  ).toHaveLength(1);
  expect(await get('/coinbase/rest/products/BTC-USD/ticker')).toMatchObject({
    trade_id: 3,
    price: '83990.00',
    volume: '0.75000000',
  });
});

test('it tells its time and its product, and refuses others', async () => {
  const { get, status } = await rig();
  expect(await get('/coinbase/rest/time')).toEqual({
    iso: '2026-09-28T17:30:00.000Z',
    epoch: 1_790_616_600,
  });
  expect(await get('/coinbase/rest/products')).toMatchObject([{ id: 'BTC-USD' }]);
  expect(await get('/coinbase/rest/products/BTC-USD')).toMatchObject({ status: 'online' });
  expect(await get('/coinbase/rest/products/BTC-USD/ticker')).toEqual({});
  expect(await status('/coinbase/rest/products/NO-PE/ticker')).toBe(404);
  expect(await status('/coinbase/rest/products/BTC-USD/candles?granularity=7')).toBe(400);
});
