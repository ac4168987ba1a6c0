import { MalformedFrameError } from '../../contracts/errors.ts';
import {
  shown,
  wireArray,
  wireInteger,
  wireIso,
  wireJson,
  wireObject,
  wireText,
} from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import { type SpotPrice, spotPrice } from '../../domain/units/spot.ts';

const CHANNEL = 'kraken';
const SILENT = new Set(['heartbeat', 'status', 'ticker', 'book']);

/** One frame of the Kraken v2 feed (facts/exchanges.md 3): trades become spot trades, answers nothing, but a refusal is named. */
export function parseKraken(frame: string, emit: (event: MarketEvent) => void): void {
  const data = wireObject(CHANNEL, wireJson(CHANNEL, frame));
  if ('method' in data) {
    if (data.success === false)
      throw new MalformedFrameError(CHANNEL, `the venue says: ${shown(data.error)}`);
    return;
  }
  const channel = wireText(CHANNEL, data, 'channel');
  if (SILENT.has(channel)) return;
  if (channel !== 'trade') throw new MalformedFrameError(CHANNEL, `unknown channel ${shown(channel)}`);
  for (const each of wireArray(CHANNEL, data, 'data')) {
    const trade = wireObject(CHANNEL, each);
    const pair = wireText(CHANNEL, trade, 'symbol');
    emit({
      kind: 'trade',
      source: 'kraken',
      asset: assetOf(pair),
      pair,
      price: priceOf(trade.price),
      tradeId: wireInteger(CHANNEL, trade, 'trade_id'),
      exchangeAt: wireIso(CHANNEL, trade, 'timestamp'),
    });
  }
}

/** Kraken sends JSON numbers; the nearest hundred-millionth of a dollar is what it meant. */
function priceOf(value: unknown): SpotPrice {
  const scaled = typeof value === 'number' ? Math.round(value * 1e8) : Number.NaN;
  if (!Number.isSafeInteger(scaled) || scaled <= 0)
    throw new MalformedFrameError(CHANNEL, 'price is not a number in range');
  return spotPrice(scaled);
}

/** 'btc' of 'BTC/USD'. */
function assetOf(symbol: string): string {
  const match = /^([A-Z0-9]+)\/(USD|USDC|USDT)$/.exec(symbol);
  if (match === null) throw new MalformedFrameError(CHANNEL, `unknown symbol ${shown(symbol)}`);
  return (match[1] as string).toLowerCase();
}
