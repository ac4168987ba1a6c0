import { expect, test } from 'vitest';
import { makeBinance } from '../../../sim/servers/binance.ts';
import { binance } from '../../shared/feeds/sample-frames.ts';
import { NOON, now, serving } from './rig.ts';

const trade = (a: number, p: string, T: number = NOON) =>
  `{"e":"aggTrade","E":${T + 1},"s":"BTCUSDT","a":${a},"p":"${p}","q":"0.5","f":${a},"l":${a},"T":${T},"m":false,"M":true}`;
const combined = (data: string) => `{"stream":"btcusdt@aggTrade","data":${data}}`;

async function rig() {
  const side = makeBinance(now);
  return { side, ...(await serving(side)) };
}

test('a combined stream gets a combined frame of the tape as it stands', async () => {
  const { side, connect } = await rig();
  const line = await connect('/binance/stream?streams=btcusdt@bookTicker&timeUnit=MICROSECOND');
  side.play(combined(trade(1, '84000.1')), 'binance');
  side.play(binance.combined, 'binance');
  expect(await line.hear()).toBe(binance.combined);
});

test('a raw stream gets the data of a combined frame, letter by letter', async () => {
  const { side, connect } = await rig();
  const line = await connect('/binance/ws/btcusdt@aggTrade');
  side.play(combined(trade(7, '84000.10')), 'binance');
  expect(await line.hear()).toBe(trade(7, '84000.10'));
});

test.each([
  ['bnbbtc@trade', binance.trade],
  ['bnbbtc@aggTrade', binance.aggTrade],
  ['bnbusdt@bookTicker', binance.bookTicker],
])('a raw frame of the tape belongs to %s', async (stream, frame) => {
  const { side, connect } = await rig();
  const line = await connect(`/binance/stream?streams=${stream}`);
  side.play(frame, 'binance');
  expect(await line.hear()).toBe(`{"stream":"${stream}","data":${frame}}`);
});

test('streams are added and taken away while the socket is open', async () => {
  const { side, connect } = await rig();
  const line = await connect('/binance/ws');
  expect(await line.ask({ method: 'SUBSCRIBE', params: ['btcusdt@aggTrade'], id: 1 })).toBe(
    binance.subscribed,
  );
  expect(await line.ask({ method: 'LIST_SUBSCRIPTIONS', id: 3 })).toBe(
    '{"result":["btcusdt@aggTrade"],"id":3}',
  );
  side.play(trade(1, '84000'), 'binance');
  expect(await line.hear()).toBe(trade(1, '84000'));
  await line.ask({ method: 'UNSUBSCRIBE', params: ['btcusdt@aggTrade'], id: 2 });
  side.play(trade(2, '84000'), 'binance');
  expect(await line.ask({ method: 'LIST_SUBSCRIPTIONS', id: 4 })).toBe('{"result":[],"id":4}');
});

test('a socket changes to combined frames when asked to', async () => {
  const { side, connect } = await rig();
  const line = await connect('/binance/ws/btcusdt@aggTrade');
  await line.ask({ method: 'SET_PROPERTY', params: ['combined', true], id: 1 });
  side.play(trade(1, '84000'), 'binance');
  expect(await line.hear()).toBe(combined(trade(1, '84000')));
});

test('what is no request is refused', async () => {
  const { connect } = await rig();
  const line = await connect('/binance/ws');
  expect(await line.ask('hello')).toBe('{"code":3,"msg":"Invalid JSON: expected value"}');
  expect(await line.ask({ method: 'DANCE', id: 5 })).toMatch(
    /^\{"code":2,"msg":"Invalid request: .*"id":5\}$/,
  );
});

test('what the recorder alone was told is not told again', async () => {
  const { side, connect } = await rig();
  const line = await connect('/binance/ws/btcusdt@aggTrade');
  for (const frame of [binance.subscribed, binance.shutdown, binance.combinedShutdown, '{"stream":"'])
    side.play(frame, 'binance');
  side.play(trade(1, '84000'), 'binance');
  expect(await line.hear()).toBe(trade(1, '84000'));
});

test('its clients are told to leave in the form that they chose', async () => {
  const { side, connect } = await rig();
  const raw = await connect('/binance/ws/btcusdt@trade');
  const wrapped = await connect('/binance/stream?streams=btcusdt@trade');
  side.drain?.();
  expect(await raw.hear()).toBe(`{"e":"serverShutdown","E":${NOON}}`);
  expect(await wrapped.hear()).toBe(`{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":${NOON}}}`);
});

test('trades and candles are those of the tape so far', async () => {
  const { side, get } = await rig();
  // A minute with 84000 and 84010, and one with 83990; half a bitcoin each.
  side.play(combined(trade(1, '84000.00', NOON)), 'binance');
  side.play(combined(trade(2, '84010.00', NOON + 59_999)), 'binance');
  side.play(trade(3, '83990.00', NOON + 60_000), 'binance');
  expect(await get('/binance/api/v3/trades?symbol=BTCUSDT&limit=1')).toEqual([
    {
      id: 3,
      price: '83990.00',
      qty: '0.5',
      quoteQty: '41995.00000000',
      time: NOON + 60_000,
      isBuyerMaker: false,
      isBestMatch: true,
    },
  ]);
  expect(await get('/binance/api/v3/aggTrades?symbol=BTCUSDT&limit=2')).toMatchObject([{ a: 2 }, { a: 3 }]);
  const open = ['84000.00000000', '84010.00000000', '84000.00000000', '84010.00000000', '1.00000000'];
  const [first] = (await get('/binance/api/v3/klines?symbol=BTCUSDT&interval=1m')) as unknown[][];
  // 0.5 x 84000 + 0.5 x 84010 = 84005
  expect(first?.slice(0, 9)).toEqual([NOON, ...open, NOON + 59_999, '84005.00000000', 2]);
  expect(
    await get(`/binance/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=${NOON + 60_000}`),
  ).toHaveLength(1);
  // 84005 + 0.5 x 83990 = 126000
  const [quarter] = (await get('/binance/api/v3/klines?symbol=BTCUSDT&interval=15m')) as unknown[][];
  expect(quarter?.slice(7, 9)).toEqual(['126000.00000000', 3]);
  expect(await get('/binance/api/v3/ticker/price?symbol=BTCUSDT')).toEqual({
    symbol: 'BTCUSDT',
    price: '83990.00',
  });
});

test('it tells its time and its one market, and refuses others', async () => {
  const { get, status } = await rig();
  expect(await get('/binance/api/v3/ping')).toEqual({});
  expect(await get('/binance/api/v3/time')).toEqual({ serverTime: NOON });
  expect(await get('/binance/api/v3/exchangeInfo')).toMatchObject({ symbols: [{ symbol: 'BTCUSDT' }] });
  expect(await get('/binance/api/v3/trades?symbol=NOPE')).toMatchObject({ code: -1121 });
  expect(await get('/binance/api/v3/klines?symbol=BTCUSDT&interval=2m')).toMatchObject({ code: -1120 });
  expect(await status('/binance/api/v3/depth?symbol=BTCUSDT')).toBe(404);
  expect(await status('/binance/api')).toBe(404);
});
