import { describe, expect, test } from 'vitest';
import type { TapeLine } from '../../../shared/adapters/tape/format.ts';
import { clientOf, venueOf, type Watching } from './pointed.ts';

/** Ten trades a second for half a minute: clients load their markets first, and the test ends long before. */
const OPENED_AT = 1_795_132_800_000;
const TRADES = Array.from({ length: 300 }, (_, i) => ({
  id: 5_000 + i,
  at: OPENED_AT + 100 * i,
  price: (84_000 + i / 4).toFixed(2),
  size: ((i + 1) / 1_000).toFixed(8),
  takerBuys: i % 3 === 0,
}));
type Made = (typeof TRADES)[number];

const tapeOf = (channel: TapeLine['channel'], frame: (trade: Made) => object): TapeLine[] =>
  TRADES.map((trade) => ({ receivedAt: trade.at + 20, channel, frame: JSON.stringify(frame(trade)) }));

const iso = (at: number) => new Date(at).toISOString();
const match = ({ id, at, price, size, takerBuys }: Made) => ({
  type: 'match',
  trade_id: id,
  side: takerBuys ? 'sell' : 'buy',
  size,
  price,
  product_id: 'BTC-USD',
  sequence: id,
  time: iso(at),
});
const binanceEvent = ({ at, price, size, takerBuys }: Made) => ({
  s: 'BTCUSDT',
  p: price,
  q: size,
  T: at,
  m: !takerBuys,
  M: true,
});

/** What ccxt says of a trade; its own numbers are doubles. */
const told = ({ id, at, price, size, takerBuys }: Made) => ({
  id: String(id),
  timestamp: at,
  price: Number(price),
  amount: Number(size),
  side: takerBuys ? 'buy' : 'sell',
});
/** Both feeds of Coinbase tell the side of the maker, and ccxt hands it on as it is. */
const opposite = (trade: Made) => told({ ...trade, takerBuys: !trade.takerBuys });

/** Five trades at least, as they come. */
async function watched(client: Watching, symbol: string) {
  const seen = [];
  while (seen.length < 5)
    for (const { id, timestamp, price, amount, side } of await client.watchTrades(symbol))
      seen.push({ id, timestamp, price, amount, side });
  return seen;
}

/** The trades of the tape from that with the number of the first one on, as many as there are. */
const asOnTape = (seen: readonly { id?: unknown }[], as: (trade: Made) => object) => {
  const first = TRADES.findIndex(({ id }) => String(id) === seen[0]?.id);
  return TRADES.slice(first, first + seen.length).map(as);
};

describe('ccxt pro, with its URLs at the simulated venues, watches the trades of the tape', () => {
  test('as Binance', async () => {
    const tape = tapeOf('binance', (trade) => ({
      e: 'trade',
      E: trade.at,
      t: trade.id,
      ...binanceEvent(trade),
    }));
    const venue = await venueOf(tape);
    const client = await clientOf('binance', venue, { rest: '/binance', sockets: '/binance' });
    const seen = await watched(client, 'BTC/USDT');
    expect(seen).toEqual(asOnTape(seen, told));
  });

  test('as Binance, by the stream of aggregated trades', async () => {
    const tape = tapeOf('binance', (trade) => ({
      stream: 'btcusdt@aggTrade',
      data: { e: 'aggTrade', E: trade.at, a: trade.id, f: 1, l: 2, ...binanceEvent(trade) },
    }));
    const venue = await venueOf(tape);
    const client = await clientOf('binance', venue, { rest: '/binance', sockets: '/binance' });
    Object.assign(client.options, { watchTrades: { name: 'aggTrade' } });
    const seen = await watched(client, 'BTC/USDT');
    expect(seen).toEqual(asOnTape(seen, told));
  });

  test('as Binance, and its best prices', async () => {
    const tape = TRADES.map(({ at, id, price, size }) => ({
      receivedAt: at,
      channel: 'binance' as const,
      frame: JSON.stringify({ u: id, s: 'BTCUSDT', b: price, B: size, a: '99000.10', A: '0.50000000' }),
    }));
    const venue = await venueOf(tape);
    const client = await clientOf('binance', venue, { rest: '/binance', sockets: '/binance' });
    const best = (await client.watchBidsAsks(['BTC/USDT']))['BTC/USDT'];
    const { price, size } = TRADES.find(({ id }) => id === best?.info.u) ?? {};
    expect(best).toMatchObject({
      bid: Number(price),
      bidVolume: Number(size),
      ask: 99_000.1,
      askVolume: 0.5,
    });
  });

  test('as Coinbase, by the Advanced Trade feed', async () => {
    const venue = await venueOf(tapeOf('coinbase', match));
    const client = await clientOf('coinbase', venue, { rest: '/coinbase/rest', sockets: '/coinbase' });
    const seen = await watched(client, 'BTC/USD');
    expect(seen).toEqual(asOnTape(seen, opposite));
  });

  test('as Coinbase, by the Exchange feed', async () => {
    const venue = await venueOf(tapeOf('coinbase', match));
    const client = await clientOf('coinbaseexchange', venue, {
      rest: '/coinbase/rest',
      sockets: '/coinbase',
    });
    const seen = await watched(client, 'BTC/USD');
    expect(seen).toEqual(asOnTape(seen, opposite));
  });

  test('as Kraken', async () => {
    const tape = tapeOf('kraken', ({ id, at, price, size, takerBuys }) => ({
      channel: 'trade',
      type: 'update',
      data: [
        {
          symbol: 'BTC/USD',
          side: takerBuys ? 'buy' : 'sell',
          price: Number(price),
          qty: Number(size),
          ord_type: 'market',
          trade_id: id,
          timestamp: iso(at),
        },
      ],
    }));
    const venue = await venueOf(tape);
    const client = await clientOf('kraken', venue, { rest: '/kraken/rest', sockets: '/kraken' });
    const seen = await watched(client, 'BTC/USD');
    expect(seen).toEqual(asOnTape(seen, told));
  });
});
