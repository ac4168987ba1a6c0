import { expect, test } from 'vitest';
import { makeKraken } from '../../../sim/servers/kraken.ts';
import { kraken } from '../../shared/feeds/sample-frames.ts';
import { NOON, now, serving } from './rig.ts';

const row = (trade_id: number, price: number, at: number = NOON) =>
  `{"symbol":"BTC/USD","side":"buy","price":${price},"qty":0.5,"ord_type":"market","trade_id":${trade_id},"timestamp":"${new Date(at).toISOString()}"}`;
const trade = (...rows: string[]) => `{"channel":"trade","type":"update","data":[${rows}]}`;
const subscribe = (params: object) => ({
  method: 'subscribe',
  params: { channel: 'trade', symbol: ['BTC/USD'], ...params },
  req_id: 9,
});
const TIMES = { time_in: '2026-09-28T17:30:00.000000Z', time_out: '2026-09-28T17:30:00.000000Z' };

async function rig() {
  const side = makeKraken(now);
  const { connect, ...served } = await serving(side);
  return {
    side,
    ...served,
    /** A client that has heard the status that greets it. */
    connect: async () => {
      const line = await connect('/kraken/v2');
      expect(await line.read()).toMatchObject({ channel: 'status', data: [{ system: 'online' }] });
      return line;
    },
  };
}

test('each symbol of a subscription is acknowledged', async () => {
  const { connect } = await rig();
  const line = await connect();
  line.say(subscribe({ symbol: ['BTC/USD', 'nothing', 'ETH/USD'] }));
  const result = { channel: 'trade', snapshot: false };
  expect(await line.read()).toEqual({
    method: 'subscribe',
    result: { ...result, symbol: 'BTC/USD' },
    success: true,
    req_id: 9,
    ...TIMES,
  });
  expect(await line.read()).toMatchObject({
    error: 'Currency pair not supported nothing',
    success: false,
    symbol: 'nothing',
  });
  expect(await line.read()).toMatchObject({ result: { ...result, symbol: 'ETH/USD' }, success: true });
});

test('trades come as they stand, of the symbols that were asked for', async () => {
  const { side, connect } = await rig();
  const line = await connect();
  await line.ask(subscribe({}));
  side.play(kraken.trade, 'kraken');
  side.play(kraken.subscribed, 'kraken');
  side.play(trade(row(1, 84000.1)), 'kraken');
  expect(await line.hear()).toBe(trade(row(1, 84000.1)));
});

test('a snapshot holds the last trades, when it is asked for', async () => {
  const { side, connect } = await rig();
  side.play(trade(row(1, 84000.1), row(2, 84000.2)), 'kraken');
  side.play(trade(row(3, 84000.3)), 'kraken');
  const line = await connect();
  await line.ask(subscribe({ snapshot: true }));
  expect(await line.hear()).toBe(
    `{"channel":"trade","type":"snapshot","data":[${row(1, 84000.1)},${row(2, 84000.2)},${row(3, 84000.3)}]}`,
  );
});

test('nothing comes any more after it was unsubscribed', async () => {
  const { side, connect } = await rig();
  const line = await connect();
  await line.ask(subscribe({}));
  await line.ask({ ...subscribe({}), method: 'unsubscribe' });
  side.play(trade(row(1, 84000.1)), 'kraken');
  expect(JSON.parse(await line.ask({ method: 'ping', req_id: 1 }))).toEqual({
    method: 'pong',
    req_id: 1,
    ...TIMES,
  });
});

test('a subscriber hears heartbeats while the tape is silent, and who is none does not', async () => {
  const { side, connect } = await rig();
  const line = await connect();
  const other = await connect();
  await line.ask(subscribe({}));
  side.beat?.();
  side.beat?.();
  expect(await line.hear()).toBe(kraken.heartbeat);
  expect(await other.ask({ method: 'ping' })).toContain('"pong"');
});

test('heartbeats of the tape are those that are heard', async () => {
  const { side, connect } = await rig();
  const line = await connect();
  await line.ask(subscribe({}));
  side.play(kraken.heartbeat, 'kraken');
  side.beat?.();
  expect(await line.hear()).toBe(kraken.heartbeat);
  expect(await line.ask({ method: 'ping' })).toContain('"pong"');
});

test.each([
  [{ method: 'dance' }, 'Method not supported'],
  ['hello', 'Method not supported'],
  [subscribe({ channel: 'weather' }), 'Channel not supported'],
])('%j is refused', async (words, error) => {
  const { connect } = await rig();
  const line = await connect();
  expect(JSON.parse(await line.ask(words))).toMatchObject({ error, success: false });
});

test('trades, ticker and candles are those of the tape so far', async () => {
  const { side, get } = await rig();
  side.play(trade(row(1, 84000), row(2, 84010, NOON + 59_000)), 'kraken');
  side.play(trade(row(3, 83990, NOON + 60_000)), 'kraken');
  const seconds = NOON / 1_000;
  expect(await get(`/kraken/rest/0/public/Trades?pair=XBTUSD&since=${seconds + 59}`)).toEqual({
    error: [],
    result: {
      XXBTZUSD: [['83990.00000', '0.50000000', seconds + 60, 'b', 'm', '', 3]],
      last: `${NOON + 60_000}000000`,
    },
  });
  // 42000 + 42005 + 41995 dollars for 1.5 bitcoin are 84000 each.
  expect(await get('/kraken/rest/0/public/Ticker?pair=XXBTZUSD')).toMatchObject({
    result: {
      XXBTZUSD: { c: ['83990', '0.5'], v: ['1.50000000', '1.50000000'], p: ['84000.00000', '84000.00000'] },
    },
  });
  expect(await get('/kraken/rest/0/public/OHLC?pair=XBTUSD&interval=1')).toEqual({
    error: [],
    result: {
      XXBTZUSD: [
        [seconds, '84000.0', '84010.0', '84000.0', '84010.0', '84005.0', '1.00000000', 2],
        [seconds + 60, '83990.0', '83990.0', '83990.0', '83990.0', '83990.0', '0.50000000', 1],
      ],
      last: seconds,
    },
  });
});

test('it tells its time, its assets and its pair, and refuses others in an answer of status 200', async () => {
  const { get, status } = await rig();
  expect(await get('/kraken/rest/0/public/Time')).toMatchObject({ result: { unixtime: 1_790_616_600 } });
  expect(await get('/kraken/rest/0/public/Assets')).toMatchObject({ result: { XXBT: { altname: 'XBT' } } });
  expect(await get('/kraken/rest/0/public/AssetPairs')).toMatchObject({
    result: { XXBTZUSD: { wsname: 'XBT/USD' } },
  });
  expect(await get('/kraken/rest/0/public/Ticker?pair=XBTUSD')).toEqual({
    error: [],
    result: { XXBTZUSD: {} },
  });
  expect(await get('/kraken/rest/0/public/Ticker?pair=NOPE')).toEqual({
    error: ['EQuery:Unknown asset pair'],
  });
  expect(await get('/kraken/rest/0/public/Depth?pair=XBTUSD')).toEqual({
    error: ['EGeneral:Unknown method'],
  });
  expect(await status('/kraken/rest')).toBe(404);
});
