import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Channel } from '../../../shared/domain/market/channel.ts';
import { refusal, told } from './told.ts';

/** The same words with other spaces, which no quick way takes. */
const spaced = (frame: string): string => JSON.stringify(JSON.parse(frame), null, 1);

const outcome = (channel: Channel, frame: string): unknown => {
  try {
    return told(channel, frame);
  } catch {
    return refusal(channel, frame);
  }
};

const aggregate = (s: string, a: string, p: string, T: string): string =>
  `{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1672515782136,"s":"${s}","a":${a},"p":"${p}","q":"0.5","f":100,"l":105,"T":${T},"m":true,"M":true}}`;
const match = (product: string, id: string, price: string, time: string): string =>
  `{"type":"match","trade_id":${id},"maker_order_id":"0f358725-2134-435e-be11-753912a326e0","taker_order_id":"252b7002-87a3-425c-ac73-f5b9e23f3caf","side":"sell","size":"0.5","price":"${price}","product_id":"${product}","sequence":12038915443,"time":"${time}"}`;
const trade = (symbol: string, id: string, price: string, time: string): string =>
  `{"channel":"trade","type":"update","data":[{"symbol":"${symbol}","side":"sell","price":${price},"qty":40.0,"ord_type":"market","trade_id":${id},"timestamp":"${time}"}]}`;

const id = fc.oneof(
  fc.integer({ min: 1 }).map(String),
  // Beyond what an integer holds exactly.
  fc.constantFrom('9007199254740993', '123456789012345678901234567890', '0'),
);
const decimal = fc.oneof(
  fc.tuple(fc.nat(10_000_000), fc.nat(99_999_999)).map(([whole, part]) => `${whole}.${part}`),
  fc.constantFrom('0', '0.0', '84123', '99999999999999999999', '61035.123456789123', '0.00000001'),
);
/** Also no decimals at all, where the venue writes a text. */
const text = fc.oneof(decimal, fc.constantFrom('1.', '.5', '1.2.3', '.'));
const time = fc.oneof(
  fc
    .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  fc
    .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString().replace('Z', '123Z')),
  fc.constantFrom('2026-13-01T00:00:00.000000Z', '2026-11-20T24:00:01.000000Z', '2026-11-20', 'T'),
);

const epoch = fc.oneof(
  fc.integer({ min: 1 }).map(String),
  fc.constantFrom('1672515782136789', '99999999999999999999'),
);

test.each([
  ['an aggregated trade', 'binance', aggregate, ['BTCUSDT', 'ETHUSDC', 'BNBBTC', 'USDT'], text, epoch],
  ['a match', 'coinbase', match, ['BTC-USD', 'ETH-USDC', 'BTC-EUR', 'BTCUSD'], text, time],
  ['a trade', 'kraken', trade, ['BTC/USD', 'ETH/USDT', 'BTC/EUR', 'BTCUSD'], decimal, time],
] as const)('%s of %s says the same read quickly and at length', (_, channel, framed, pairs, price, at) => {
  fc.assert(
    fc.property(fc.constantFrom(...pairs), id, price, at, (...parts) => {
      const frame = framed(...parts);
      expect(outcome(channel, frame)).toEqual(outcome(channel, spaced(frame)));
    }),
  );
});

test.each([
  ['binance', aggregate('BTCUSDT', '777', '61035.86', '1672515782136')],
  ['coinbase', match('BTC-USD', '777', '61035.86', '2020-01-31T20:03:41.158814Z')],
  ['kraken', trade('BTC/USD', '777', '61035.86', '2020-01-31T20:03:41.158814Z')],
] as const)('a frame of %s that is cut anywhere is no trade', (channel, frame) => {
  for (let length = 0; length < frame.length; length++)
    expect(outcome(channel, frame.slice(0, length))).not.toContainEqual(
      expect.objectContaining({ kind: 'trade' }),
    );
});
