import { MalformedFrameError } from '../../contracts/errors.ts';
import {
  rememberingPair,
  shown,
  type Wire,
  wireDecimal,
  wireInteger,
  wireIso,
  wireJson,
  wireObject,
  wireText,
} from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import { parseSpotPrice } from '../../domain/units/spot.ts';

const CHANNEL = 'coinbase';
/** One a second: known by its first bytes, and not read further. */
const HEARTBEAT = '{"type":"heartbeat"';
/** A match exactly as the venue writes it: read without making an object of it. One that differs goes the long way. */
const MATCH =
  /^\{"type":"match","trade_id":([1-9]\d*),"maker_order_id":"[0-9a-f-]*","taker_order_id":"[0-9a-f-]*","side":"(?:buy|sell)","size":"[\d.]*","price":"([\d.]+)","product_id":"([A-Z0-9-]+)","sequence":[1-9]\d*,"time":"([\dT:.Z-]+)"\}$/;
/** `last_match` repeats a trade from before the subscription and is no new one. */
const SILENT = new Set(['heartbeat', 'subscriptions', 'last_match', 'status', 'snapshot', 'l2update']);

/** One frame of the Coinbase Exchange feed (facts/exchanges.md 2.1): matches and tickers become spot trades. */
export function parseCoinbase(frame: string, emit: (event: MarketEvent) => void): void {
  if (frame.startsWith(HEARTBEAT)) return;
  const [, trade_id, price, product_id, time] = MATCH.exec(frame) ?? [];
  const tradeId = Number(trade_id);
  if (Number.isSafeInteger(tradeId)) emitTrade({ price, product_id, time }, tradeId, emit);
  else parseJson(frame, emit);
}

function parseJson(frame: string, emit: (event: MarketEvent) => void): void {
  const data = wireObject(CHANNEL, wireJson(CHANNEL, frame));
  const type = wireText(CHANNEL, data, 'type');
  if (type === 'error')
    throw new MalformedFrameError(
      CHANNEL,
      `the venue says: ${shown(data.message)}, reason ${shown(data.reason)}`,
    );
  if (SILENT.has(type)) return;
  if (type !== 'match' && type !== 'ticker')
    throw new MalformedFrameError(CHANNEL, `unknown event type ${shown(type)}`);
  emitTrade(data, wireInteger(CHANNEL, data, 'trade_id'), emit);
}

function emitTrade(data: Wire, tradeId: number, emit: (event: MarketEvent) => void): void {
  const { pair, asset } = pairOf(wireText(CHANNEL, data, 'product_id'));
  emit({
    kind: 'trade',
    source: 'coinbase',
    asset,
    pair,
    price: wireDecimal(CHANNEL, 'price', wireText(CHANNEL, data, 'price'), parseSpotPrice),
    tradeId,
    exchangeAt: wireIso(CHANNEL, data, 'time'),
  });
}

/** 'btc' of 'BTC-USD'. */
const pairOf = rememberingPair((product) => {
  const match = /^([A-Z0-9]+)-(USD|USDC|USDT)$/.exec(product);
  if (match === null) throw new MalformedFrameError(CHANNEL, `unknown product ${shown(product)}`);
  return (match[1] as string).toLowerCase();
});
