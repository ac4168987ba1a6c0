import { MalformedFrameError } from '../../contracts/errors.ts';
import {
  type Refuse,
  rememberingPair,
  shown,
  type Wire,
  wireArray,
  wireEach,
  wireInteger,
  wireIso,
  wireJson,
  wireObject,
  wireText,
} from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import { type SpotPrice, spotPrice } from '../../domain/units/spot.ts';

const CHANNEL = 'kraken';
const HEARTBEAT = '{"channel":"heartbeat"}';
/** The best quotes, at each change of them: not read further. */
const QUOTE = '{"channel":"ticker"';
/** One trade exactly as the venue writes it: read without making an object of it. A frame that differs goes the long way. */
const TRADE =
  /^\{"channel":"trade","type":"update","data":\[\{"symbol":"([A-Z0-9/]+)","side":"(?:buy|sell)","price":((?:0|[1-9]\d*)(?:\.\d+)?),"qty":(?:0|[1-9]\d*)(?:\.\d+)?,"ord_type":"[a-z]*","trade_id":([1-9]\d*),"timestamp":"([\dT:.Z-]+)"\}\]\}$/;
const SILENT = new Set(['heartbeat', 'status', 'ticker', 'book']);

/** One frame of the Kraken v2 feed (facts/exchanges.md 3): trades become spot trades, answers nothing, but a refusal is named. */
export function parseKraken(frame: string, emit: (event: MarketEvent) => void, refuse: Refuse): void {
  if (frame === HEARTBEAT || (frame.startsWith(QUOTE) && frame.endsWith('}'))) return;
  const [, symbol, price, trade_id, timestamp] = TRADE.exec(frame) ?? [];
  const tradeId = Number(trade_id);
  if (Number.isSafeInteger(tradeId))
    emitTrade({ symbol, price: Number(price), trade_id: tradeId, timestamp }, emit);
  else parseJson(frame, emit, refuse);
}

function parseJson(frame: string, emit: (event: MarketEvent) => void, refuse: Refuse): void {
  const data = wireObject(CHANNEL, wireJson(CHANNEL, frame));
  if ('method' in data) {
    if (data.success === false)
      throw new MalformedFrameError(CHANNEL, `the venue says: ${shown(data.error)}`);
    return;
  }
  const channel = wireText(CHANNEL, data, 'channel');
  if (SILENT.has(channel)) return;
  if (channel !== 'trade') throw new MalformedFrameError(CHANNEL, `unknown channel ${shown(channel)}`);
  wireEach(wireArray(CHANNEL, data, 'data'), refuse, (each) => emitTrade(wireObject(CHANNEL, each), emit));
}

function emitTrade(trade: Wire, emit: (event: MarketEvent) => void): void {
  const { pair, asset } = pairOf(wireText(CHANNEL, trade, 'symbol'));
  emit({
    kind: 'trade',
    source: 'kraken',
    asset,
    pair,
    price: priceOf(trade.price),
    tradeId: wireInteger(CHANNEL, trade, 'trade_id'),
    exchangeAt: wireIso(CHANNEL, trade, 'timestamp'),
  });
}

/** Kraken sends JSON numbers; the nearest hundred-millionth of a dollar is what it meant. */
function priceOf(value: unknown): SpotPrice {
  const scaled = typeof value === 'number' ? Math.round(value * 1e8) : Number.NaN;
  if (!Number.isSafeInteger(scaled) || scaled <= 0)
    throw new MalformedFrameError(CHANNEL, 'price is not a number in range');
  return spotPrice(scaled);
}

/** 'btc' of 'BTC/USD'. */
const pairOf = rememberingPair((symbol) => {
  const match = /^([A-Z0-9]+)\/(USD|USDC|USDT)$/.exec(symbol);
  if (match === null) throw new MalformedFrameError(CHANNEL, `unknown symbol ${shown(symbol)}`);
  return (match[1] as string).toLowerCase();
});
