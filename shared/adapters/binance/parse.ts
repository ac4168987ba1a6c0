import { MalformedFrameError } from '../../contracts/errors.ts';
import {
  rememberingPair,
  shown,
  type Wire,
  wireDecimal,
  wireFineInstant,
  wireInteger,
  wireJson,
  wireObject,
  wireText,
} from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import { parseSpotPrice } from '../../domain/units/spot.ts';

const CHANNEL = 'binance';
/** Frames of a stream of quotes, much of what a busy socket brings: known by their first bytes, and not read further. */
const QUOTES = /^\{"stream":"[a-z0-9]+@(?:bookTicker|depth)/;
/**
 * An aggregated trade of a combined stream exactly as the venue writes it, the one frame that comes by the hundred
 * thousand: read without making an object of it. A frame that differs in anything goes the long way.
 */
const AGGREGATED =
  /^\{"stream":"[a-z0-9]+@aggTrade","data":\{"e":"aggTrade","E":[1-9]\d*,"s":"([A-Z0-9]+)","a":([1-9]\d*),"p":"([\d.]+)","q":"[\d.]+","f":[1-9]\d*,"l":[1-9]\d*,"T":([1-9]\d*),"m":(?:true|false),"M":(?:true|false)\}\}$/;
/** Event types of streams that tell nothing about the last price. */
const SILENT = new Set(['depthUpdate', 'serverShutdown', '24hrTicker', '24hrMiniTicker']);

/**
 * One frame of a Binance spot stream, raw or combined (facts/exchanges.md 1.3): trades, aggregated trades and closed
 * candles become spot trades; book tickers, depth and acknowledgements nothing. `E` and `T` may be microseconds.
 */
export function parseBinance(frame: string, emit: (event: MarketEvent) => void): void {
  const [, s, a, p, T] = AGGREGATED.exec(frame) ?? [];
  const aggregated = Number(a);
  if (Number.isSafeInteger(aggregated)) emitTrade({ s, p, T: Number(T) }, aggregated, emit);
  else if (!QUOTES.test(frame)) parseJson(frame, emit);
}

function parseJson(frame: string, emit: (event: MarketEvent) => void): void {
  const outer = wireObject(CHANNEL, wireJson(CHANNEL, frame));
  const data = 'data' in outer && 'stream' in outer ? wireObject(CHANNEL, outer.data) : outer;
  const type = data.e;
  if (type === 'trade') emitTrade(data, wireInteger(CHANNEL, data, 't'), emit);
  else if (type === 'aggTrade') emitTrade(data, wireInteger(CHANNEL, data, 'a'), emit);
  else if (type === 'kline') emitClose(data, emit);
  else if (type === undefined) acknowledge(data);
  else if (typeof type !== 'string' || !SILENT.has(type))
    throw new MalformedFrameError(CHANNEL, `unknown event type ${shown(type)}`);
}

function emitTrade(data: Wire, tradeId: number, emit: (event: MarketEvent) => void): void {
  const { pair, asset } = pairOf(wireText(CHANNEL, data, 's'));
  emit({
    kind: 'trade',
    source: 'binance',
    asset,
    pair,
    price: wireDecimal(CHANNEL, 'p', wireText(CHANNEL, data, 'p'), parseSpotPrice),
    tradeId,
    exchangeAt: wireFineInstant(CHANNEL, 'T', data.T),
  });
}

/** A closed candle says its closing price at its end; one that is still open says nothing. */
function emitClose(data: Wire, emit: (event: MarketEvent) => void): void {
  const candle = wireObject(CHANNEL, data.k);
  if (candle.x !== true) return;
  const { pair, asset } = pairOf(wireText(CHANNEL, candle, 's'));
  emit({
    kind: 'trade',
    source: 'binance',
    asset,
    pair,
    price: wireDecimal(CHANNEL, 'c', wireText(CHANNEL, candle, 'c'), parseSpotPrice),
    tradeId: undefined,
    exchangeAt: wireFineInstant(CHANNEL, 'T', candle.T),
  });
}

/** Frames without an event type: book tickers (`u`), partial depth (`lastUpdateId`), answers to requests (`id`, `code`). */
function acknowledge(data: Wire): void {
  if ('u' in data || 'lastUpdateId' in data || 'id' in data || 'code' in data) return;
  throw new MalformedFrameError(CHANNEL, 'has no event type');
}

/** 'btc' of 'BTCUSDT'. */
const pairOf = rememberingPair((symbol) => {
  const match = /^([A-Z0-9]+?)(USDT|USDC|FDUSD|USD)$/.exec(symbol);
  if (match === null) throw new MalformedFrameError(CHANNEL, `unknown symbol ${shown(symbol)}`);
  return (match[1] as string).toLowerCase();
});
