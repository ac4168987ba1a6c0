import { expect, test } from 'vitest';
import { spotHistory } from '../../../../shared/adapters/ccxt/history.ts';
import { openMarket } from '../../../../shared/adapters/ccxt/market.ts';
import type { MarketEvent, SpotSource } from '../../../../shared/domain/market/event.ts';
import { epochMs } from '../../../../shared/domain/units/time.ts';
import type { Frame } from '../../../../shared/ports/feeds.ts';
import { told } from '../../feeds/told.ts';
import { type Answer, answering } from './exchanges.ts';

const FROM = Date.parse('2026-09-28T17:30:00Z');
const span = { from: epochMs(FROM), to: epochMs(FROM + 150_000) };

const events = (frames: readonly Frame[]): MarketEvent[] =>
  frames.flatMap(({ channel, text }) => told(channel, text));
const history = async (source: SpotSource, answer: (url: URL) => Answer) => {
  const { url, asked } = await answering(answer);
  const market = { source, asset: 'btc', url };
  return { frames: await spotHistory(await openMarket(market), market, span), asked };
};
/** A trade of the parsers: 64,000.5 dollars are 6,400,050,000,000 hundred-millionths. */
const trade = (source: SpotSource, tradeId: number | undefined, afterMs: number, price: number) => ({
  kind: 'trade',
  source,
  asset: 'btc',
  tradeId,
  price,
  exchangeAt: FROM + afterMs,
});

test('Binance gives the minutes that had closed in the span, each at its last millisecond', async () => {
  const kline = (minute: number, close: string) => {
    const openAt = FROM + 60_000 * minute;
    return [openAt, '1.0', '1.0', '1.0', close, '10.5', openAt + 59_999, '1.0', 5, '1.0', '1.0', '0'];
  };
  const { frames, asked } = await history('binance', () => ({
    body: [kline(0, '64000.50000000'), kline(1, '64001.00000000'), kline(2, '64002.00000000')],
  }));
  expect(events(frames)).toMatchObject([
    trade('binance', undefined, 59_999, 6_400_050_000_000),
    trade('binance', undefined, 119_999, 6_400_100_000_000),
  ]);
  expect(frames.map(({ at }) => at)).toEqual([FROM + 59_999, FROM + 119_999]);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatch(/^\/api\/v3\/klines\?.*symbol=BTCUSDT/);
});

test('Coinbase is read backwards, page by page, to the begin of the span', async () => {
  const made = (id: number, second: number) => ({
    trade_id: id,
    side: 'sell',
    size: '0.20000000',
    price: '64000.50',
    time: new Date(FROM + 1_000 * second).toISOString().replace('Z', '456Z'),
  });
  const { frames, asked } = await history('coinbase', (url) => ({
    body:
      url.searchParams.get('after') === '104'
        ? [made(103, 1), made(102, 0), made(101, -5)]
        : [made(105, 20), made(104, 10)],
  }));
  expect(events(frames)).toMatchObject(
    [
      [102, 0],
      [103, 1_000],
      [104, 10_000],
      [105, 20_000],
    ].map(([id, afterMs]) => trade('coinbase', id, afterMs as number, 6_400_050_000_000)),
  );
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatch(/^\/products\/BTC-USD\/trades/);
  // REST tells the maker's side, and so does the socket.
  expect(frames.every(({ text }) => text.includes('"side":"sell"'))).toBe(true);
});

test('Kraken is read forwards from the begin of the span, until nothing new comes', async () => {
  const made = (id: number, second: number) => ['64000.5', '0.1', FROM / 1_000 + second, 'b', 'l', '', id];
  const { frames, asked } = await history('kraken', (url) => {
    const since = Number(url.searchParams.get('since')) - FROM / 1_000;
    const result = { XXBTZUSD: since < 2 ? [made(7, 0.5), made(8, 2.25)] : [made(8, 2.25)], last: '0' };
    return { body: { error: [], result } };
  });
  expect(events(frames)).toMatchObject([
    trade('kraken', 7, 500, 6_400_050_000_000),
    trade('kraken', 8, 2_250, 6_400_050_000_000),
  ]);
  expect(asked.map((path) => new URL(path, 'http://k').searchParams.get('since'))).toEqual([
    String(FROM / 1_000),
    String(FROM / 1_000 + 2),
  ]);
});

test('Bitstamp gives its last hour, of which the span is kept', async () => {
  const made = (tid: number, second: number) => ({
    date: String(FROM / 1_000 + second),
    tid: String(tid),
    price: '64000.5',
    type: '1',
    amount: '0.80000000',
  });
  const { frames, asked } = await history('bitstamp', () => ({
    body: [made(13, 150), made(12, 149), made(11, 0), made(10, -1)],
  }));
  expect(events(frames)).toMatchObject([
    trade('bitstamp', 11, 0, 6_400_050_000_000),
    trade('bitstamp', 12, 149_000, 6_400_050_000_000),
  ]);
  expect(asked).toEqual(['/api/v2/transactions/btcusd/?time=hour']);
});

test('every frame says that it came by REST', async () => {
  const { frames } = await history('bitstamp', () => ({
    body: [{ date: String(FROM / 1_000), tid: '1', price: '64000.5', type: '0', amount: '1' }],
  }));
  expect(frames.map(({ text }) => JSON.parse(text).via)).toEqual(['rest']);
});

test.each<[string, Answer, string]>([
  ['an outage', { status: 503, body: {} }, 'VenueUnavailableError'],
  ['a ban', { status: 418, body: { code: -1003, msg: 'banned' } }, 'VenueUnavailableError'],
  ['a refusal by place', { status: 451, body: { code: 0, msg: 'restricted' } }, 'VenueUnavailableError'],
  ['what is no JSON', { body: '<html>' }, 'VenueUnavailableError'],
  ['an answer of another shape', { body: { error: [], result: {} } }, 'VenueUnavailableError'],
  [
    'a price that is none',
    { body: { error: [], result: { XXBTZUSD: [['0', '1', FROM / 1_000, 'b', 'l', '', 1]], last: '0' } } },
    'MalformedFrameError',
  ],
  [
    'a trade without a number',
    { body: { error: [], result: { XXBTZUSD: [['1.5', '1', FROM / 1_000, 'b', 'l', '', 'x']], last: '0' } } },
    'MalformedFrameError',
  ],
])('%s is a named error', async (_, answer, name) => {
  await expect(history('kraken', () => answer)).rejects.toMatchObject({ name });
});

test('a host that refuses connections is a venue that cannot be asked', async () => {
  const { url, server } = await answering(() => 'hang');
  await new Promise((resolve) => server.close(resolve));
  const market = { source: 'coinbase', asset: 'btc', url } as const;
  await expect(spotHistory(await openMarket(market), market, span)).rejects.toMatchObject({
    name: 'VenueUnavailableError',
    message: expect.stringContaining('coinbase cannot be asked by REST now'),
  });
});
