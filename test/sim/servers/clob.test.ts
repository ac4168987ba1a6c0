import { expect, test } from 'vitest';
import { Book } from '../../../shared/domain/market/book.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { syntheticDay } from '../../../sim/day.ts';
import { EVENTFUL } from '../../../sim/eventful.ts';
import { makeClob } from '../../../sim/servers/clob.ts';
import { ClobBooks } from '../../../sim/servers/clob-books.ts';
import { Listings } from '../../../sim/servers/listings.ts';
import { clob, gammaEvent, gammaMarket, gammaResolved } from '../../shared/feeds/sample-frames.ts';
import { told } from '../../shared/feeds/told.ts';
import { NOON, now, serving } from './rig.ts';

const UP = '72701660...15502';
const DOWN = '72842718...78432';
const up = (frame: string) => frame.replaceAll(/TOKEN(_UP)?\b/g, UP).replaceAll('TOKEN_DOWN', DOWN);
const BOOK = up(clob.book);
const subscribe = (...assets_ids: string[]) => ({ assets_ids, type: 'market' });

async function rig() {
  const listings = new Listings();
  const side = makeClob(now, new ClobBooks(), listings);
  const { connect, ...served } = await serving(side);
  return { side, listings, ...served, connect: () => connect('/clob/ws/market') };
}

/** What `GET /book` answers for the book of facts 6.1. */
const ANSWER = {
  market: '0xCOND',
  asset_id: UP,
  timestamp: '1779782571250',
  hash: '3c15c202a0d87c611d1af43fcc02098a770139db',
  bids: [
    { price: '0.01', size: '16903.48' },
    { price: '0.50', size: '200' },
  ],
  asks: [
    { price: '0.99', size: '500' },
    { price: '0.51', size: '150' },
  ],
  min_order_size: '5',
  tick_size: '0.01',
  neg_risk: false,
  last_trade_price: '0.50',
};

test('the first frame is an array with the books as they stand', async () => {
  const { side, connect } = await rig();
  side.play(BOOK, 'clob');
  const line = await connect();
  line.say(subscribe(UP, DOWN));
  expect(await line.read()).toEqual([{ event_type: 'book', ...ANSWER }]);
});

test('a frame goes to the subscribers of any of its tokens as it stands', async () => {
  const { side, connect } = await rig();
  const line = await connect();
  line.say(subscribe(DOWN));
  await line.ask('PING');
  side.play(BOOK, 'clob');
  side.play('PONG', 'clob');
  side.play(up(clob.priceChange), 'clob');
  expect(await line.hear()).toBe(up(clob.priceChange));
});

test('PING is answered with PONG, and the same tokens once more with a text of its own', async () => {
  const { connect } = await rig();
  const line = await connect();
  line.say(subscribe(UP));
  expect(await line.ask('PING')).toBe('PONG');
  expect(await line.ask(subscribe(UP))).toBe('NO NEW ASSETS');
  expect(await line.ask('hello')).toBe('INVALID OPERATION');
  expect(await line.ask({ operation: 'dance' })).toBe('INVALID OPERATION');
});

test('tokens are added and taken away while the socket is open', async () => {
  const { side, connect } = await rig();
  side.play(BOOK, 'clob');
  const line = await connect();
  line.say(subscribe(DOWN));
  line.say({ assets_ids: [DOWN, UP], operation: 'subscribe' });
  expect(await line.read()).toMatchObject([{ asset_id: UP }]);
  line.say({ assets_ids: [DOWN, UP], operation: 'unsubscribe' });
  await line.ask('PING');
  side.play(BOOK, 'clob');
  expect(await line.ask('PING')).toBe('PONG');
});

test('news of markets and best prices come to those who asked for them alone', async () => {
  const { side, connect } = await rig();
  const plain = await connect();
  const custom = await connect();
  plain.say(subscribe(UP));
  custom.say({ ...subscribe(UP), custom_feature_enabled: true });
  await plain.ask('PING');
  await custom.ask('PING');
  const resolved = up(clob.marketResolved).replace('[".."', `["${UP}"`);
  for (const frame of [up(clob.bestBidAsk), clob.newMarket, resolved]) {
    side.play(frame, 'clob');
    expect(await custom.hear()).toBe(frame);
  }
  expect(await plain.ask('PING')).toBe('PONG');
});

test('changes set the total at a price, 0 removes it, and the last hash and time are told', async () => {
  const { side, get } = await rig();
  side.play(BOOK, 'clob');
  const change = (price: string, size: string, side: string) =>
    `{"event_type":"price_change","timestamp":"1779782571300","price_changes":[{"asset_id":"${UP}","price":"${price}","size":"${size}","side":"${side}","hash":"beef"}]}`;
  side.play(change('0.5', '0', 'BUY'), 'clob');
  side.play(change('0.51', '75.5', 'SELL'), 'clob');
  side.play(up(clob.lastTradePrice), 'clob');
  side.play(up(clob.tickSizeChange), 'clob');
  expect(await get(`/clob/book?token_id=${UP}`)).toEqual({
    ...ANSWER,
    timestamp: '1779782571300',
    hash: 'beef',
    bids: [{ price: '0.01', size: '16903.48' }],
    asks: [
      { price: '0.99', size: '500' },
      { price: '0.51', size: '75.5' },
    ],
    tick_size: '0.001',
    last_trade_price: '0.51',
  });
});

test('the reads beside the book are computed from it', async () => {
  const { side, get } = await rig();
  // An answer of GET /book on the tape counts, and nobody hears it.
  side.play(JSON.stringify(ANSWER), 'clob-rest');
  const query = `token_id=${UP}`;
  expect(await get('/clob/books', [{ token_id: UP }, { token_id: 'nothing' }])).toEqual([ANSWER]);
  expect(await get(`/clob/price?${query}&side=BUY`)).toEqual({ price: '0.50' });
  expect(await get(`/clob/price?${query}&side=SELL`)).toEqual({ price: '0.51' });
  expect(await get(`/clob/midpoint?${query}`)).toEqual({ mid: '0.505' });
  expect(await get(`/clob/spread?${query}`)).toEqual({ spread: '0.01' });
  expect(await get(`/clob/last-trade-price?${query}`)).toEqual({ price: '0.50', side: '' });
  expect(await get(`/clob/tick-size?${query}`)).toEqual({ minimum_tick_size: 0.01 });
  expect(await get(`/clob/neg-risk?${query}`)).toEqual({ neg_risk: false });
});

test('it tells its time in bare seconds, and its version', async () => {
  const { get, status } = await rig();
  expect(await get('/clob/time')).toBe(NOON / 1_000);
  expect(await get('/clob/version')).toEqual({ version: 2 });
  expect(await status('/clob/dance')).toBe(404);
});

test('a token without a book, or without a name, is refused in the words of the venue', async () => {
  const { get, status } = await rig();
  expect(await get('/clob/book?token_id=1')).toEqual({
    error: 'No orderbook exists for the requested token id',
  });
  expect(await status('/clob/book?token_id=1')).toBe(404);
  expect(await status('/clob/book')).toBe(400);
});

test('a resolved or closed market has no book', async () => {
  const { side, listings, status } = await rig();
  side.play(BOOK, 'clob');
  listings.take(JSON.stringify(gammaResolved));
  expect(await status(`/clob/book?token_id=${UP}`)).toBe(404);
  side.play(BOOK.replace(UP, 'other'), 'clob');
  expect(await status('/clob/book?token_id=other')).toBe(200);
  side.play(clob.marketResolved.replace('".."', '"other"'), 'clob');
  expect(await status('/clob/book?token_id=other')).toBe(404);
});

test('markets are told from their listing', async () => {
  const { listings, get, status } = await rig();
  const { conditionId } = gammaMarket;
  expect(await status(`/clob/markets/${conditionId}`)).toBe(404);
  listings.take(JSON.stringify(gammaEvent));
  expect(await get(`/clob/clob-markets/${conditionId}`)).toEqual({
    c: conditionId,
    t: [
      { t: UP, o: 'Up' },
      { t: DOWN, o: 'Down' },
    ],
    mos: 5,
    mts: 0.01,
    mbf: 1000,
    tbf: 1000,
    ao: true,
    aot: gammaMarket.acceptingOrdersTimestamp,
    itode: true,
    ibce: true,
    oas: 0,
    fd: { r: 0.07, e: 1, to: true },
  });
  expect(await get(`/clob/markets-by-token/${UP}`)).toEqual({ condition_id: conditionId });
  expect(await get(`/clob/markets/${conditionId}`)).toMatchObject({
    accepting_orders: true,
    minimum_tick_size: 0.01,
    tokens: [{ token_id: UP, outcome: 'Up', winner: false }, { token_id: DOWN }],
  });
  listings.take(JSON.stringify(gammaResolved));
  expect(await get(`/clob/markets/${conditionId}`)).toMatchObject({
    closed: true,
    tokens: [{ winner: true }, { winner: false }],
  });
});

test('its books are those that a reader of the same frames has', () => {
  const books = new ClobBooks();
  const listings = new Listings();
  const side = makeClob(now, books, listings);
  const ours = new Map<string, Book>();
  const bookOf = (token: string) => {
    const book = ours.get(token) ?? new Book();
    ours.set(token, book);
    return book;
  };
  const read = (into: (token: string) => Book, frame: string) =>
    told('clob', frame).forEach((event) => {
      if (event.kind === 'book') into(event.token).snapshot(event.bids, event.asks, NOON);
      else if (event.kind === 'level') into(event.token).change(event.side, event.price, event.size, NOON);
    });

  let compared = 0;
  let frames = 0;
  for (const { channel, frame, receivedAt } of syntheticDay({ seed: 3, profile: EVENTFUL })) {
    if (compared >= 100) break;
    if (channel !== 'clob') continue;
    side.play(frame, channel);
    read(bookOf, frame);
    if (++frames % 25 !== 0) continue;
    for (const [token, book] of ours) {
      const answer = side.answer?.({
        method: 'GET',
        path: '/book',
        query: new URLSearchParams({ token_id: token }),
        body: '',
      });
      if (answer?.status !== 200) continue;
      const theirs = new Book();
      read(() => theirs, answer.body);
      expect(theirs.top(1_000), `${token} at ${epochMs(receivedAt)}`).toEqual(book.top(1_000));
      compared++;
    }
  }
  expect(compared).toBeGreaterThanOrEqual(100);
});
