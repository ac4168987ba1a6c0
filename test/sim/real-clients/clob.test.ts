import { Chain, ClobClient, type OrderBookSummary, Side } from '@polymarket/clob-client-v2';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TapeLine } from '../../../shared/adapters/tape/format.ts';
import { book, changes, newTickSize } from '../../backtest/made-tape.ts';
import { venueOf } from './pointed.ts';

const AT = 1_795_132_800_000;
const CONDITION = '0x1';
const [UP, DOWN] = ['111', '222'];

const line = (receivedAt: number, channel: TapeLine['channel'], frame: object): TapeLine => ({
  receivedAt,
  channel,
  frame: JSON.stringify(frame),
});
const market = {
  slug: 'btc-updown-15m-1795132800',
  question: 'SYNTHETIC Bitcoin Up or Down',
  conditionId: CONDITION,
  outcomes: '["Up", "Down"]',
  outcomePrices: '["0.505", "0.495"]',
  clobTokenIds: JSON.stringify([UP, DOWN]),
  orderPriceMinTickSize: 0.01,
  orderMinSize: 5,
  acceptingOrders: true,
  feeSchedule: { exponent: 1, rate: 0.07, takerOnly: true, rebateRate: 0.2 },
};
const TAPE: readonly TapeLine[] = [
  line(AT, 'gamma', market),
  book(AT + 10, UP, {
    bids: [
      ['0.48', '100'],
      ['0.49', '50'],
    ],
    asks: [
      ['0.52', '80'],
      ['0.51', '40'],
    ],
  }),
  book(AT + 20, DOWN, { bids: [['0.49', '40']], asks: [['0.51', '50']] }),
  // A better bid for Up, and its best ask has gone.
  changes(AT + 30, [
    [UP, 'BUY', '0.5', '30'],
    [UP, 'SELL', '0.51', '0'],
  ]),
  line(AT + 40, 'clob', {
    event_type: 'last_trade_price',
    market: CONDITION,
    asset_id: UP,
    price: '0.51',
    side: 'BUY',
    size: '40',
    timestamp: String(AT),
  }),
  newTickSize(AT + 50, DOWN),
];

/** After the last frame of the tape. */
const LAST_UP_BOOK: Partial<OrderBookSummary> = {
  market: CONDITION,
  asset_id: UP,
  // made-tape.ts stamps a message 50 ms before it is received.
  timestamp: String(AT - 20),
  bids: [
    { price: '0.48', size: '100' },
    { price: '0.49', size: '50' },
    { price: '0.5', size: '30' },
  ],
  asks: [{ price: '0.52', size: '80' }],
  tick_size: '0.01',
  min_order_size: '5',
  neg_risk: false,
  last_trade_price: '0.51',
};

describe('@polymarket/clob-client-v2, with the simulated CLOB as its host', () => {
  let client: ClobClient;
  beforeEach(async () => {
    const venue = await venueOf(TAPE);
    await venue.ended;
    client = new ClobClient({ host: `${venue.url}/clob`, chain: Chain.POLYGON, throwOnError: true });
  });
  const both = [UP, DOWN].map((token_id) => ({ token_id, side: Side.BUY }));

  test('finds it well, of version 2, at the time of the tape', async () => {
    expect(await client.getOk()).toBe('OK');
    expect(await client.getVersion()).toBe(2);
    const seconds = await client.getServerTime();
    expect(seconds).toBeGreaterThanOrEqual(AT / 1_000);
    expect(seconds).toBeLessThan(AT / 1_000 + 60);
  });

  test('reads the last book of the tape, alone and among others', async () => {
    expect(await client.getOrderBook(UP)).toMatchObject(LAST_UP_BOOK);
    const [up, down] = await client.getOrderBooks(both);
    expect(up).toMatchObject(LAST_UP_BOOK);
    expect(down).toMatchObject({ asset_id: DOWN, bids: [{ price: '0.49', size: '40' }], tick_size: '0.001' });
  });

  test('reads prices, middles and spreads of that book', async () => {
    // Best bid 0.50, best ask 0.52; of Down 0.49 and 0.51.
    expect(await client.getPrice(UP, 'BUY')).toEqual({ price: '0.5' });
    expect(await client.getPrice(UP, 'SELL')).toEqual({ price: '0.52' });
    expect(await client.getMidpoint(UP)).toEqual({ mid: '0.51' });
    expect(await client.getSpread(UP)).toEqual({ spread: '0.02' });
    expect(await client.getPrices(both)).toEqual({ [UP]: { BUY: '0.5' }, [DOWN]: { BUY: '0.49' } });
    expect(await client.getMidpoints(both)).toEqual({ [UP]: '0.51', [DOWN]: '0.5' });
    expect(await client.getSpreads(both)).toEqual({ [UP]: '0.02', [DOWN]: '0.02' });
  });

  test('reads the last trade', async () => {
    expect(await client.getLastTradePrice(UP)).toEqual({ price: '0.51', side: 'BUY' });
    expect(await client.getLastTradesPrices([{ token_id: UP, side: Side.BUY }])).toEqual([
      { token_id: UP, price: '0.51', side: 'BUY' },
    ]);
  });

  test('prices an order by the book', async () => {
    // 20 dollars buy at 0.52, where there are 80 shares; 60 shares sell down to 0.49, for 0.50 takes 30.
    expect(await client.calculateMarketPrice(UP, Side.BUY, 20)).toBe(0.52);
    expect(await client.calculateMarketPrice(UP, Side.SELL, 60)).toBe(0.49);
  });

  test('reads tick sizes, risk and fees', async () => {
    expect(await client.getTickSize(UP)).toBe('0.01');
    expect(await client.getTickSize(DOWN)).toBe('0.001');
    expect(await client.getNegRisk(UP)).toBe(false);
    expect(await client.getFeeExponent(UP)).toBe(1);
    expect(await client.getFeeRateBps(UP)).toBe(1_000);
  });

  test('reads the market', async () => {
    expect(await client.getClobMarketInfo(CONDITION)).toMatchObject({
      c: CONDITION,
      t: [
        { t: UP, o: 'Up' },
        { t: DOWN, o: 'Down' },
      ],
      mos: 5,
      mts: 0.01,
      fd: { r: 0.07, e: 1, to: true },
    });
    const long = { condition_id: CONDITION, market_slug: market.slug, closed: false };
    expect(await client.getMarket(CONDITION)).toMatchObject(long);
    expect(await client.getMarkets()).toMatchObject({ count: 1, next_cursor: 'LTE=', data: [long] });
  });

  test('is told in the words of the venue that there is no such book', async () => {
    await expect(client.getOrderBook('333')).rejects.toThrow(
      'No orderbook exists for the requested token id',
    );
  });
});
