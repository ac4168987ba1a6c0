import { MalformedFrameError } from '../../contracts/errors.ts';
import {
  shown,
  wireDecimal,
  wireFineInstant,
  wireInteger,
  wireJson,
  wireObject,
  wireText,
} from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import { parseSpotPrice } from '../../domain/units/spot.ts';

const CHANNEL = 'bitstamp';

/** One frame of the Bitstamp feed (facts/exchanges.md 4): trades become spot trades, `bts:` frames nothing. */
export function parseBitstamp(frame: string, emit: (event: MarketEvent) => void): void {
  const outer = wireObject(CHANNEL, wireJson(CHANNEL, frame));
  const event = wireText(CHANNEL, outer, 'event');
  if (event.startsWith('bts:')) return;
  if (event !== 'trade') throw new MalformedFrameError(CHANNEL, `unknown event type ${shown(event)}`);
  const trade = wireObject(CHANNEL, outer.data);
  emit({
    kind: 'trade',
    source: 'bitstamp',
    asset: assetOf(wireText(CHANNEL, outer, 'channel')),
    price: wireDecimal(CHANNEL, 'price_str', wireText(CHANNEL, trade, 'price_str'), parseSpotPrice),
    tradeId: wireInteger(CHANNEL, trade, 'id'),
    exchangeAt: wireFineInstant(CHANNEL, 'microtimestamp', trade.microtimestamp),
  });
}

/** 'btc' of 'live_trades_btcusd'. */
function assetOf(channel: string): string {
  const match = /^live_trades_([a-z0-9]+?)(usd|usdt|usdc)$/.exec(channel);
  if (match === null) throw new MalformedFrameError(CHANNEL, `unknown channel ${shown(channel)}`);
  return match[1] as string;
}
