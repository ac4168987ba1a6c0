import { MalformedFrameError } from '../../contracts/errors.ts';
import {
  shown,
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
/** `last_match` repeats a trade from before the subscription and is no new one. */
const SILENT = new Set(['heartbeat', 'subscriptions', 'last_match', 'status', 'snapshot', 'l2update']);

/** One frame of the Coinbase Exchange feed (facts/exchanges.md 2.1): matches and tickers become spot trades. */
export function parseCoinbase(frame: string, emit: (event: MarketEvent) => void): void {
  if (frame.startsWith(HEARTBEAT)) return;
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
  const pair = wireText(CHANNEL, data, 'product_id');
  emit({
    kind: 'trade',
    source: 'coinbase',
    asset: assetOf(pair),
    pair,
    price: wireDecimal(CHANNEL, 'price', wireText(CHANNEL, data, 'price'), parseSpotPrice),
    tradeId: wireInteger(CHANNEL, data, 'trade_id'),
    exchangeAt: wireIso(CHANNEL, data, 'time'),
  });
}

/** 'btc' of 'BTC-USD'. */
function assetOf(product: string): string {
  const match = /^([A-Z0-9]+)-(USD|USDC|USDT)$/.exec(product);
  if (match === null) throw new MalformedFrameError(CHANNEL, `unknown product ${shown(product)}`);
  return (match[1] as string).toLowerCase();
}
