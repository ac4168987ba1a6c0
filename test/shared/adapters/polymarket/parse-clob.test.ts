import { describe, expect, test } from 'vitest';
import { cents, level, shares } from '../../domain/examples.ts';
import { clob } from '../../feeds/sample-frames.ts';
import { read, refusal, told } from '../../feeds/told.ts';

const book = JSON.parse(clob.book);
const priceChange = JSON.parse(clob.priceChange);
const tickSizeChange = JSON.parse(clob.tickSizeChange);
const toldBook = {
  kind: 'book',
  token: 'TOKEN',
  bids: [level(1, 16903.48), level(50, 200)],
  asks: [level(99, 500), level(51, 150)],
  tickSize: 100,
  exchangeAt: 1779782571250,
};
const toldChange = {
  kind: 'level',
  size: shares(23391.25),
  exchangeAt: 1779782572795,
};
const toldChanges = [
  {
    ...toldChange,
    token: 'TOKEN_DOWN',
    side: 'bid',
    price: cents(3),
    best: { bid: cents(50), ask: cents(51) },
  },
  {
    ...toldChange,
    token: 'TOKEN_UP',
    side: 'ask',
    price: cents(97),
    best: { bid: cents(49), ask: cents(50) },
  },
];

describe('a frame of the market channel tells', () => {
  test('a book, its levels in the order in which they came', () => {
    expect(told('clob', clob.book)).toEqual([toldBook]);
  });

  test('a book that does not say its type, as the answer of GET /book', () => {
    expect(told('clob-rest', { ...book, event_type: undefined })).toEqual([toldBook]);
  });

  test.each([
    ['none', undefined],
    ['no decimal', 'coarse'],
    ['a number', 0.01],
    ['one that is no tick', '0.3'],
  ])('a book whose tick size is %s without one', (_, tick_size) => {
    expect(told('clob', { ...book, tick_size })).toEqual([{ ...toldBook, tickSize: undefined }]);
  });

  test('changes of both tokens, each the new total at its price', () => {
    expect(told('clob', clob.priceChange)).toEqual(toldChanges);
  });

  test('a level that is gone as a size of zero', () => {
    const gone = { ...priceChange, price_changes: [{ ...priceChange.price_changes[0], size: '0' }] };
    expect(told('clob', gone)).toEqual([{ ...toldChanges[0], size: 0 }]);
  });

  describe('with the last change of a token its best prices', () => {
    const [down, up] = priceChange.price_changes;
    const bestOf = (...price_changes: object[]) =>
      told('clob', { ...priceChange, price_changes }).map((event) => event.kind === 'level' && event.best);
    const best = { bid: cents(49), ask: cents(50) };

    test('though changes of both tokens are told in turns', () => {
      const wrong = { best_bid: '0.01', best_ask: '0.02' };
      expect(bestOf({ ...up, ...wrong }, { ...down, ...wrong }, up, down)).toEqual([
        undefined,
        undefined,
        best,
        { bid: cents(50), ask: cents(51) },
      ]);
    });

    test.each([
      ['0', '1'],
      ['0.00', '1.0'],
      ['', ''],
    ])('%j and %j where a side has none', (best_bid, best_ask) => {
      expect(bestOf({ ...up, best_bid })).toEqual([{ ...best, bid: undefined }]);
      expect(bestOf({ ...up, best_ask })).toEqual([{ ...best, ask: undefined }]);
    });

    test.each([
      ['of another type', { best_bid: 0.49 }],
      ['missing', { best_ask: undefined }],
      ['no price', { best_ask: 'none' }],
      ['beyond a dollar', { best_bid: '1.2' }],
    ])('or none at all when one is %s, and nothing is refused', (_, fields) => {
      expect(bestOf({ ...up, ...fields })).toEqual([undefined]);
    });
  });

  test('each message of an array in turn', () => {
    expect(told('clob', [book, priceChange])).toEqual([toldBook, ...toldChanges]);
    expect(told('clob', [])).toEqual([]);
  });

  test('a change of the tick size', () => {
    expect(told('clob', clob.tickSizeChange)).toEqual([
      { kind: 'tick-size', token: 'TOKEN', tickSize: cents(0.1), exchangeAt: 1703875210000 },
    ]);
  });

  test('who won', () => {
    expect(told('clob', clob.marketResolved)).toEqual([
      { kind: 'resolved', resolution: { conditionId: '0xCOND', winner: 'up' } },
    ]);
  });

  test.each([
    ['a last trade', clob.lastTradePrice],
    ['a best bid and ask', clob.bestBidAsk],
    ['a market that was not about Up or Down', clob.marketResolved.replace('"Up"', '"Yes"')],
    ['a pong', 'PONG'],
    ['a ping', 'PING'],
    ['a repeated subscription', 'NO NEW ASSETS'],
    ['an empty frame', ''],
  ])('nothing with %s', (_, frame) => {
    expect(told('clob', frame)).toEqual([]);
  });
});

const bids = (...levels: unknown[]) => ({ ...book, bids: levels });
const bid = (change: object) => bids({ price: '0.50', size: '200', ...change });
const change = (fields: object) => ({
  ...priceChange,
  price_changes: [priceChange.price_changes[0], { ...priceChange.price_changes[1], ...fields }],
});
const outOfRange = (key: string) => `${key} is not a decimal number in range`;

describe('refused is', () => {
  test.each<[string, unknown, string]>([
    ['a text', 'INVALID OPERATION', 'is not JSON'],
    ['a NaN', clob.book.replace('"0.50"', 'NaN'), 'is not JSON'],
    ['a number', 1, 'is not an object'],
    ['null', 'null', 'is not an object'],
    ['an array in an array', [[book]], 'is not an object'],
    ['a type that is unknown', { ...book, event_type: 'trade' }, 'unknown event type "trade"'],
    ['a frame without a type or a book', { market: '0xCOND' }, 'unknown event type undefined'],
    ['a book without a token', { ...book, asset_id: undefined }, 'asset_id is not a string'],
    ['a book without asks', { ...book, asks: undefined }, 'asks is not an array'],
    ['a book whose bids are an object', { ...book, bids: {} }, 'bids is not an array'],
    ['a book without a time', { ...book, timestamp: '' }, 'timestamp is not an instant'],
    ['a time in microseconds', { ...book, timestamp: '1779782571250000' }, 'timestamp is not an instant'],
    ['a time in hexadecimal', { ...book, timestamp: '0x10' }, 'timestamp is not an instant'],
    ['a level that is an array', bids(['0.50', '200']), 'is not an object'],
    ['a price that is a number', bid({ price: 0.5 }), 'price is not a string'],
    ['a price of 0', bid({ price: '0' }), outOfRange('price')],
    ['a price below every tick', bid({ price: '0.00001' }), outOfRange('price')],
    ['a price of 1', bid({ price: '1' }), outOfRange('price')],
    ['a price of 1.5', bid({ price: '1.5' }), outOfRange('price')],
    ['a negative price', bid({ price: '-0.5' }), outOfRange('price')],
    ['a price NaN', bid({ price: 'NaN' }), outOfRange('price')],
    ['an empty price', bid({ price: '' }), outOfRange('price')],
    ['a negative size', bid({ size: '-1' }), outOfRange('size')],
    ['a size of 1e99', bid({ size: '1e99' }), outOfRange('size')],
    ['a size of half a billion and one', bid({ size: '500000001' }), outOfRange('size')],
    ['a size that is null', bid({ size: null }), 'size is not a string'],
    ['a change without a side', change({ side: undefined }), 'side is neither BUY nor SELL'],
    ['a change without a token', change({ asset_id: undefined }), 'asset_id is not a string'],
    ['a change of price 1', change({ price: '1' }), outOfRange('price')],
    ['changes that are no array', { ...priceChange, price_changes: {} }, 'price_changes is not an array'],
    [
      'a tick size that is missing',
      { ...tickSizeChange, new_tick_size: undefined },
      'new_tick_size is not a string',
    ],
    [
      'a winner that is missing',
      { ...JSON.parse(clob.marketResolved), winning_outcome: 1 },
      'winning_outcome is not a string',
    ],
  ])('%s', (_, frame, reason) => {
    expect(refusal('clob', frame)).toBe(reason);
  });

  test.each(['0', '0.0', '0.02', '0.00001', '1', '-0.01', ''])('a tick size of %j', (size) => {
    expect(refusal('clob', { ...tickSizeChange, new_tick_size: size })).toBe(outOfRange('new_tick_size'));
  });
});

test('half a billion shares at a price are the most that is taken', () => {
  expect(told('clob', bid({ size: '500000000' }))).toMatchObject([{ bids: [level(50, 500_000_000)] }]);
});

const lost = (...tokens: string[]) => ({ kind: 'books-lost', tokens });

describe('an array is read message by message', () => {
  test.each([
    [{ event_type: 'settlement_preview' }, 'unknown event type "settlement_preview"'],
    [{ event_type: 'ping' }, 'unknown event type "ping"'],
    [{ id: '1', event_type: 'new_market' }, 'new_market: market is missing or wrong'],
    [7, 'is not an object'],
  ])('and its neighbours are kept beside %j', (odd, reason) => {
    const { events, refused } = read('clob', [priceChange, odd, JSON.parse(clob.lastTradePrice), book]);
    expect(events).toEqual([...toldChanges, toldBook]);
    expect(refused).toEqual([reason]);
  });

  test('and each that cannot be read is refused', () => {
    const odd = [{ event_type: 'ping' }, { event_type: 'server_notice' }];
    expect(read('clob', odd).refused).toEqual([
      'unknown event type "ping"',
      'unknown event type "server_notice"',
    ]);
  });
});

describe('the books are lost', () => {
  const all = { kind: 'books-lost', tokens: undefined };

  test.each<[string, object, object]>([
    ['changes', change({ size: '-1' }), lost('TOKEN_DOWN', 'TOKEN_UP')],
    ['a book', bid({ price: '1.5' }), lost('TOKEN')],
    ['a book that does not say its type', { ...bid({ price: '1.5' }), event_type: undefined }, lost('TOKEN')],
    ['a change of the tick size', { ...tickSizeChange, new_tick_size: '0.02' }, lost('TOKEN')],
    ['changes without a token', change({ asset_id: 7 }), all],
    ['changes that are none', { ...priceChange, price_changes: [null] }, all],
    ['changes that are no array', { ...priceChange, price_changes: {} }, all],
  ])('upon %s that cannot be read, in its place, and nothing of it is told', (_, odd, event) => {
    expect(read('clob', odd)).toEqual({ events: [event], refused: [expect.any(String)] });
    expect(read('clob', [book, odd, priceChange]).events).toEqual([toldBook, event, ...toldChanges]);
  });

  test('upon a frame that was cut', () => {
    expect(read('clob', clob.priceChange.slice(0, -2))).toEqual({ events: [all], refused: ['is not JSON'] });
  });

  test.each<[string, unknown]>([
    ['a text', 'INVALID OPERATION'],
    ['an event that is unknown', { event_type: 'ping' }],
    ['a winner that cannot be read', { ...JSON.parse(clob.marketResolved), winning_outcome: 1 }],
  ])('but not upon %s', (_, frame) => {
    expect(read('clob', frame).events).toEqual([]);
  });
});
