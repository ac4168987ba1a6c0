import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Packer } from '../../../local/feed/pack.ts';
import { Unpacker } from '../../../local/feed/unpack.ts';
import type { MarketEvent } from '../../../shared/domain/market/event.ts';
import { microShares, price } from '../../../shared/domain/units/money.ts';
import { type ReferenceValue, spotPrice } from '../../../shared/domain/units/spot.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';

const at = epochMs(1_790_616_600_123);
const rest = { tape: 'a.tape', problems: [], lines: 1, bytes: 1, to: at };
const level = (cents: number, shares: number) => ({
  price: price(cents * 100),
  size: microShares(shares * 1_000_000),
});

const EVERY_KIND: readonly MarketEvent[] = [
  {
    kind: 'trade',
    source: 'binance',
    asset: 'btc',
    pair: 'BTCUSDT',
    price: spotPrice(1),
    tradeId: 7,
    exchangeAt: at,
  },
  {
    kind: 'trade',
    source: 'binance-relay',
    asset: 'eth',
    pair: 'ethusdt',
    price: spotPrice(1),
    tradeId: undefined,
    exchangeAt: at,
  },
  {
    kind: 'trade',
    source: 'coinbase',
    asset: 'btc',
    pair: 'BTC-USD',
    price: spotPrice(1),
    tradeId: -1,
    exchangeAt: at,
  },
  { kind: 'level', token: '72', side: 'bid', ...level(53, 5), exchangeAt: at },
  { kind: 'level', token: '73', side: 'ask', ...level(54, 0), exchangeAt: at },
  {
    kind: 'reference',
    source: 'chainlink',
    asset: 'btc',
    lookbackMs: 60_000,
    value: 65_048_078_902_260_626_000_001n as ReferenceValue,
    exchangeAt: at,
  },
  { kind: 'book', token: '72', bids: [level(52, 1), level(51, 2)], asks: [level(54, 3)], exchangeAt: at },
  { kind: 'book', token: '73', bids: [], asks: [], exchangeAt: at },
  { kind: 'tick-size', token: '72', tickSize: price(10), exchangeAt: at },
  { kind: 'gap', channel: 'clob', since: at, reason: 'silent' },
  { kind: 'resolved', resolution: { conditionId: '0xab', winner: 'down' } },
];

test('every kind of event comes out as it went in, frame by frame', () => {
  const packer = new Packer();
  packer.add(at, 'clob', 2, EVERY_KIND);
  packer.add(epochMs(at + 1), 'gamma', 3, EVERY_KIND.slice(-1));
  expect(new Unpacker().unpack({ ...rest, ...packer.taken() })).toEqual({
    ...rest,
    frames: [
      { at, channel: 'clob', line: 2, events: EVERY_KIND },
      { at: at + 1, channel: 'gamma', line: 3, events: EVERY_KIND.slice(-1) },
    ],
  });
});

test('batches that follow each other share the names of the feed, in any order and number', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom(...EVERY_KIND), { maxLength: 40 }), { maxLength: 6 }),
      (batches) => {
        const packer = new Packer();
        const unpacker = new Unpacker();
        for (const events of batches) {
          packer.add(at, 'binance', 9, events);
          const [frame] = unpacker.unpack({ ...rest, ...packer.taken() }).frames;
          expect(frame?.events).toEqual(events);
        }
      },
    ),
  );
});
