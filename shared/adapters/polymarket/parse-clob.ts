import { MalformedFrameError } from '../../contracts/errors.ts';
import {
  type Refuse,
  shown,
  type Wire,
  wireArray,
  wireDecimal,
  wireEach,
  wireInstant,
  wireJson,
  wireObject,
  wireText,
} from '../../contracts/wire.ts';
import type { BookSide, Level } from '../../domain/market/book.ts';
import type { BestPrices, MarketEvent } from '../../domain/market/event.ts';
import { InvalidDecimalError, parseDecimal } from '../../domain/units/decimal.ts';
import { type MicroShares, microShares, PRICE_ONE, type Price, price } from '../../domain/units/money.ts';
import { parseTickSize } from './market-rules.ts';
import { parseListing } from './parse-new-market.ts';

const CHANNEL = 'clob';
/** The market channel's answers that are no JSON (facts 6.1). */
const PLAIN_TEXT = new Set(['PONG', 'PING', 'NO NEW ASSETS', '']);
const SILENT = new Set(['last_trade_price', 'best_bid_ask']);

type Emit = (event: MarketEvent) => void;

/** A frame that was cut may have been about books. */
const CUT_JSON = /^[[{]/;

/**
 * One frame of the CLOB's market channel, an object or an array of them (facts 6.1), or the answer of GET /book.
 * A book may lack `event_type`; sizes are totals; the order of the levels is not relied on. Each message is read for
 * itself; upon one of books that cannot be read, the books that it names are lost.
 */
export function parseClob(frame: string, emit: Emit, refuse: Refuse): void {
  if (PLAIN_TEXT.has(frame)) return;
  const json = CUT_JSON.test(frame)
    ? losingBooks(undefined, emit, () => wireJson(CHANNEL, frame))
    : wireJson(CHANNEL, frame);
  if (Array.isArray(json)) wireEach(json, refuse, (each) => parseMessage(wireObject(CHANNEL, each), emit));
  else parseMessage(wireObject(CHANNEL, json), emit);
}

function parseMessage(message: Wire, emit: Emit): void {
  const type = message.event_type;
  if (type === 'price_change') losingBooks(message, emit, () => emitChanges(message, emit));
  else if (type === 'book' || (type === undefined && 'bids' in message && 'asks' in message))
    losingBooks(message, emit, () => emitBook(message, emit));
  else if (type === 'tick_size_change') losingBooks(message, emit, () => emitTickSize(message, emit));
  else if (type === 'market_resolved') emitResolved(message, emit);
  else if (type === 'new_market') parseListing(message, emit);
  else if (typeof type !== 'string' || !SILENT.has(type))
    throw new MalformedFrameError(CHANNEL, `unknown event type ${shown(type)}`);
}

/** A change that cannot be read leaves a book that is wrong: it is not believed any more. */
function losingBooks<T>(message: Wire | undefined, emit: Emit, read: () => T): T {
  try {
    return read();
  } catch (error) {
    emit({ kind: 'books-lost', tokens: message && tokensIn(message) });
    throw error;
  }
}

/** The tokens that a message names; undefined where that cannot be read. */
function tokensIn(message: Wire): readonly string[] | undefined {
  const named: readonly unknown[] = Array.isArray(message.price_changes) ? message.price_changes : [message];
  const tokens = named.map((each) => (each as Wire | null)?.asset_id);
  return tokens.every((token) => typeof token === 'string') ? tokens : undefined;
}

function emitBook(message: Wire, emit: Emit): void {
  emit({
    kind: 'book',
    token: wireText(CHANNEL, message, 'asset_id'),
    bids: levels(message, 'bids'),
    asks: levels(message, 'asks'),
    tickSize: tickSizeIn(message),
    exchangeAt: wireInstant(CHANNEL, 'timestamp', message.timestamp),
  });
}

/**
 * All changes of a message hold or none does: they are read before the first is told. Best prices are taken from a token's
 * last change, whether the venue means them to hold after each change or after all of them.
 */
function emitChanges(message: Wire, emit: Emit): void {
  const exchangeAt = wireInstant(CHANNEL, 'timestamp', message.timestamp);
  const told = wireArray(CHANNEL, message, 'price_changes').map((each) => wireObject(CHANNEL, each));
  const lastOf = new Map(told.map((change) => [change.asset_id, change]));
  const changes = told.map((change) => ({
    kind: 'level' as const,
    token: wireText(CHANNEL, change, 'asset_id'),
    side: sideOf(change.side),
    price: priceOf(change),
    size: sizeOf(change),
    best: lastOf.get(change.asset_id) === change ? bestOf(change) : undefined,
    exchangeAt,
  }));
  for (const change of changes) emit(change);
}

/** Undefined where the message does not tell both; 0 and 1, or nothing at all, stand for a side without any price. */
function bestOf({ best_bid, best_ask }: Wire): BestPrices | undefined {
  if (typeof best_bid !== 'string' || typeof best_ask !== 'string') return undefined;
  try {
    return {
      bid: NO_BID.test(best_bid) ? undefined : parsePrice(best_bid),
      ask: NO_ASK.test(best_ask) ? undefined : parsePrice(best_ask),
    };
  } catch (error) {
    if (error instanceof InvalidDecimalError) return undefined;
    throw error;
  }
}

const NO_BID = /^(?:0(?:\.0*)?)?$/;
const NO_ASK = /^(?:1(?:\.0*)?)?$/;

function emitTickSize(message: Wire, emit: Emit): void {
  emit({
    kind: 'tick-size',
    token: wireText(CHANNEL, message, 'asset_id'),
    tickSize: wireDecimal(
      CHANNEL,
      'new_tick_size',
      wireText(CHANNEL, message, 'new_tick_size'),
      parseTickSize,
    ),
    exchangeAt: wireInstant(CHANNEL, 'timestamp', message.timestamp),
  });
}

function emitResolved(message: Wire, emit: Emit): void {
  const winner = wireText(CHANNEL, message, 'winning_outcome').toLowerCase();
  if (winner !== 'up' && winner !== 'down') return;
  emit({ kind: 'resolved', resolution: { conditionId: wireText(CHANNEL, message, 'market'), winner } });
}

/** Not every book tells it, and a book without is as good. */
function tickSizeIn({ tick_size }: Wire): Price | undefined {
  if (typeof tick_size !== 'string') return undefined;
  try {
    return parseTickSize(tick_size);
  } catch (error) {
    if (error instanceof InvalidDecimalError) return undefined;
    throw error;
  }
}

function levels(message: Wire, key: 'bids' | 'asks'): Level[] {
  return wireArray(CHANNEL, message, key).map((each) => {
    const level = wireObject(CHANNEL, each);
    return { price: priceOf(level), size: sizeOf(level) };
  });
}

function sideOf(side: unknown): BookSide {
  if (side === 'BUY') return 'bid';
  if (side === 'SELL') return 'ask';
  throw new MalformedFrameError(CHANNEL, 'side is neither BUY nor SELL');
}

const priceOf = (level: Wire): Price =>
  wireDecimal(CHANNEL, 'price', wireText(CHANNEL, level, 'price'), parsePrice);
const sizeOf = (level: Wire): MicroShares =>
  wireDecimal(CHANNEL, 'size', wireText(CHANNEL, level, 'size'), parseSize);

function parsePrice(text: string): Price {
  const value = parseDecimal(text, 4);
  if (value <= 0 || value >= PRICE_ONE) throw new InvalidDecimalError(text);
  return price(value);
}

/** Half a billion shares: more than any level ever held, and few enough that sums of levels stay exact. */
const MOST_SHARES = 500_000_000_000_000;

function parseSize(text: string): MicroShares {
  const value = parseDecimal(text, 6);
  if (value < 0 || value > MOST_SHARES) throw new InvalidDecimalError(text);
  return microShares(value);
}
