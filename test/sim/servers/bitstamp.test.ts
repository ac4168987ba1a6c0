import { expect, test } from 'vitest';
import { makeBitstamp } from '../../../sim/servers/bitstamp.ts';
import { bitstamp } from '../../shared/feeds/sample-frames.ts';
import { NOON, now, serving } from './rig.ts';

const trade = (id: number, price: number, at: number = NOON) =>
  `{"data":{"amount_str":"0.5","microtimestamp":"${at}000","id":${id},"price_str":"${price}","type":1},"event":"trade","channel":"live_trades_btcusd"}`;
const subscribe = (channel: string) => ({ event: 'bts:subscribe', data: { channel } });
const DIFFERENCES = 'diff_order_book_btcusd';

async function rig() {
  const side = makeBitstamp(now);
  return { side, ...(await serving(side)) };
}

test('trades come as they stand after the acknowledgement', async () => {
  const { side, connect } = await rig();
  const line = await connect('/bitstamp');
  expect(await line.ask(subscribe('live_trades_btcusd'))).toBe(bitstamp.subscribed);
  side.play(bitstamp.subscribed, 'bitstamp');
  side.play(bitstamp.trade, 'bitstamp');
  expect(await line.hear()).toBe(bitstamp.trade);
});

test('nothing comes any more after it was unsubscribed', async () => {
  const { side, connect } = await rig();
  const line = await connect('/bitstamp');
  await line.ask(subscribe('live_trades_btcusd'));
  expect(await line.ask({ event: 'bts:unsubscribe', data: { channel: 'live_trades_btcusd' } })).toBe(
    '{"event":"bts:unsubscription_succeeded","channel":"live_trades_btcusd","data":{}}',
  );
  side.play(bitstamp.trade, 'bitstamp');
  expect(await line.ask({ event: 'bts:heartbeat' })).toBe(
    '{"event":"bts:heartbeat","channel":"","data":{"status":"success"}}',
  );
});

test('the book tells once a second that nothing has changed, unless the tape does', async () => {
  const { side, connect } = await rig();
  const line = await connect('/bitstamp');
  await line.ask(subscribe(DIFFERENCES));
  side.beat?.();
  side.beat?.();
  expect(await line.read()).toEqual({
    event: 'data',
    channel: DIFFERENCES,
    data: { timestamp: '1790616600', microtimestamp: '1790616600000000', bids: [], asks: [] },
  });
  const told = `{"data":{"bids":[],"asks":[]},"event":"data","channel":"${DIFFERENCES}"}`;
  side.play(told, 'bitstamp');
  side.beat?.();
  expect(await line.hear()).toBe(told);
});

test.each(['hello', subscribe('weather'), { event: 'bts:dance', data: { channel: DIFFERENCES } }])(
  '%j is refused',
  async (words) => {
    const { connect } = await rig();
    const line = await connect('/bitstamp');
    expect(JSON.parse(await line.ask(words))).toMatchObject({ event: 'bts:error' });
  },
);

test('its clients are told to reconnect', async () => {
  const { side, connect } = await rig();
  const line = await connect('/bitstamp');
  side.drain?.();
  expect(await line.hear()).toBe(bitstamp.reconnect);
});

test('ticker, transactions and candles are those of the tape so far', async () => {
  const { side, get, status } = await rig();
  expect(await get('/bitstamp/api/v2/ticker/btcusd')).toEqual({});
  side.play(trade(1, 84_000), 'bitstamp');
  side.play(trade(2, 84_840, NOON + 3_600_000), 'bitstamp');
  // 1 % up; 42000 + 42420 dollars for one bitcoin.
  expect(await get('/bitstamp/api/v2/ticker/btcusd')).toMatchObject({
    last: '84840',
    open: '84000',
    vwap: '84420.00',
    percent_change_24: '1.00',
    timestamp: '1790620200',
  });
  expect(await get('/bitstamp/api/v2/transactions/btcusd?time=minute')).toEqual([
    { date: '1790620200', tid: '2', amount: '0.5', type: '1', price: '84840' },
  ]);
  expect(await get('/bitstamp/api/v2/transactions/btcusd')).toHaveLength(2);
  expect(await get('/bitstamp/api/v2/ohlc/btcusd?step=60&limit=1')).toEqual({
    data: {
      pair: 'BTC/USD',
      ohlc: [
        {
          timestamp: '1790620200',
          open: '84840',
          high: '84840',
          low: '84840',
          close: '84840',
          volume: '0.50000000',
        },
      ],
    },
  });
  expect(await status('/bitstamp/api/v2/ohlc/btcusd')).toBe(400);
  expect(await status('/bitstamp/api/v2/weather')).toBe(404);
});
