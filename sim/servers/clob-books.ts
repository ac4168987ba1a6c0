import { isRecord } from './side.ts';

/** Far more tokens than are ever listed at once for one asset; the longest known go first. */
const KEPT_TOKENS = 4_000;

interface WireLevel {
  readonly price: string;
  readonly size: string;
}

/** One token's book in the venue's own digits. Keys are prices as numbers, so that 0.5 and 0.50 are one. */
export interface TokenBook {
  readonly market: string;
  readonly token: string;
  readonly bids: Map<number, WireLevel>;
  readonly asks: Map<number, WireLevel>;
  timestamp: string;
  hash: string;
  tickSize: string;
  minSize: string;
  negRisk: boolean;
  lastPrice: string;
  /** '' when it never traded. */
  lastSide: string;
}

type Wire = Record<string, unknown>;

/** The order books as the venue has them, from the messages of the tape. */
export class ClobBooks {
  readonly #books = new Map<string, TokenBook>();

  get(token: string): TokenBook | undefined {
    return this.#books.get(token);
  }

  /** A message of the market channel, or the answer of GET /book, which has no `event_type`. */
  take(message: Wire): void {
    switch (message.event_type ?? 'book') {
      case 'book':
        this.#snapshot(message);
        break;
      case 'price_change':
        this.#changes(message);
        break;
      case 'last_trade_price':
        this.#update(message, (book) => {
          book.lastPrice = text(message.price);
          book.lastSide = text(message.side);
        });
        break;
      case 'tick_size_change':
        this.#update(message, (book) => {
          book.tickSize = text(message.new_tick_size);
        });
        break;
      case 'market_resolved':
        for (const token of Array.isArray(message.assets_ids) ? message.assets_ids : [])
          this.#books.delete(text(token));
    }
  }

  #snapshot(message: Wire): void {
    const { bids, asks } = message;
    const token = text(message.asset_id);
    if (!Array.isArray(bids) || !Array.isArray(asks)) return;
    const before = this.#books.get(token);
    this.#books.set(token, {
      market: text(message.market),
      token,
      bids: levels(bids),
      asks: levels(asks),
      timestamp: text(message.timestamp),
      hash: text(message.hash),
      tickSize: text(message.tick_size) || (before?.tickSize ?? '0.01'),
      minSize: text(message.min_order_size) || (before?.minSize ?? '5'),
      negRisk: message.neg_risk === true,
      lastPrice: text(message.last_trade_price) || (before?.lastPrice ?? ''),
      lastSide: before?.lastSide ?? '',
    });
    if (this.#books.size > KEPT_TOKENS) this.#books.delete(this.#books.keys().next().value as string);
  }

  #changes(message: Wire): void {
    const { price_changes: changes } = message;
    for (const change of Array.isArray(changes) ? changes.filter(isRecord) : []) {
      const book = this.#books.get(text(change.asset_id));
      if (book === undefined) continue;
      const level = { price: text(change.price), size: text(change.size) };
      const side = change.side === 'BUY' ? book.bids : book.asks;
      if (Number(level.size) === 0) side.delete(Number(level.price));
      else side.set(Number(level.price), level);
      book.timestamp = text(message.timestamp);
      book.hash = text(change.hash) || book.hash;
    }
  }

  #update(message: Wire, change: (book: TokenBook) => void): void {
    const book = this.#books.get(text(message.asset_id));
    if (book !== undefined) change(book);
  }
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function levels(each: readonly unknown[]): Map<number, WireLevel> {
  const found = new Map<number, WireLevel>();
  for (const level of each)
    if (isRecord(level) && Number(level.size) !== 0)
      found.set(Number(level.price), { price: text(level.price), size: text(level.size) });
  return found;
}

/** The best price of a side, as the venue wrote it; undefined when it is empty. */
export function best(side: ReadonlyMap<number, WireLevel>, which: 'highest' | 'lowest'): string | undefined {
  const prices = [...side.keys()];
  const found = which === 'highest' ? Math.max(...prices) : Math.min(...prices);
  return side.get(found)?.price;
}

/** As GET /book answers: bids ascend, asks descend, so that the best is last in both. */
export function toWireBook(book: TokenBook) {
  const rising = (side: ReadonlyMap<number, WireLevel>) =>
    [...side].sort(([a], [b]) => a - b).map(([, level]) => level);
  return {
    market: book.market,
    asset_id: book.token,
    timestamp: book.timestamp,
    hash: book.hash,
    bids: rising(book.bids),
    asks: rising(book.asks).reverse(),
    min_order_size: book.minSize,
    tick_size: book.tickSize,
    neg_risk: book.negRisk,
    last_trade_price: book.lastPrice,
  };
}
