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
const TRADES = 'live_trades_';

/**
 * One frame of the Bitstamp feed (facts/exchanges.md 4): trades become spot trades, changes of the book and `bts:`
 * frames nothing, but a refusal is named.
 */
export function parseBitstamp(frame: string, emit: (event: MarketEvent) => void): void {
  const outer = wireObject(CHANNEL, wireJson(CHANNEL, frame));
  const event = wireText(CHANNEL, outer, 'event');
  if (event === 'bts:error')
    throw new MalformedFrameError(
      CHANNEL,
      `the venue says: ${shown(wireObject(CHANNEL, outer.data).message)}`,
    );
  if (event.startsWith('bts:') || (event === 'data' && isBook(outer.channel))) return;
  if (event !== 'trade') throw new MalformedFrameError(CHANNEL, `unknown event type ${shown(event)}`);
  const trade = wireObject(CHANNEL, outer.data);
  const channel = wireText(CHANNEL, outer, 'channel');
  emit({
    kind: 'trade',
    source: 'bitstamp',
    asset: assetOf(channel),
    pair: channel.slice(TRADES.length),
    price: wireDecimal(CHANNEL, 'price_str', wireText(CHANNEL, trade, 'price_str'), parseSpotPrice),
    tradeId: wireInteger(CHANNEL, trade, 'id'),
    exchangeAt: wireFineInstant(CHANNEL, 'microtimestamp', trade.microtimestamp),
  });
}

const isBook = (channel: unknown): boolean =>
  typeof channel === 'string' && /^(diff_)?order_book_/.test(channel);

/** 'btc' of 'live_trades_btcusd'. */
function assetOf(channel: string): string {
  const match = /^live_trades_([a-z0-9]+?)(usd|usdt|usdc)$/.exec(channel);
  if (match === null) throw new MalformedFrameError(CHANNEL, `unknown channel ${shown(channel)}`);
  return match[1] as string;
}
