import { SECOND_MS } from '../../shared/domain/units/time.ts';
import { best, type ClobBooks, type TokenBook, toWireBook } from './clob-books.ts';
import { compactMarket, longMarket } from './clob-markets.ts';
import type { Listings } from './listings.ts';
import { type Answer, answer, ok, type Question, spokenAll } from './side.ts';

/** facts/polymarket.md 7: refused in the venue's words. */
const NO_BOOK = answer(404, { error: 'No orderbook exists for the requested token id' });
const NO_MARKET = answer(404, { error: 'market not found' });
const INVALID_TOKEN = answer(400, { error: 'Invalid token id' });

interface State {
  readonly books: ClobBooks;
  readonly listings: Listings;
  readonly now: number;
}

/** The reads of the CLOB's REST interface. */
export function clobAnswer({ path, query, body }: Question, state: State): Answer | undefined {
  if (path === '/time') return ok(Math.floor(state.now / SECOND_MS));
  if (path === '/version') return ok({ version: 2 });
  if (path === '/ok') return ok('OK');
  if (path === '/markets') return ok(pageOf(state.listings));
  const readMany = READS_OF_MANY[path];
  if (readMany !== undefined) return ok(readMany(spokenAll(body).flatMap((asked) => found(state, asked))));
  const named = /^\/(clob-markets|markets|markets-by-token)\/([^/]+)$/.exec(path);
  if (named !== null) return marketAnswer(named[1] as string, named[2] as string, state);
  const read = READS[path];
  if (read === undefined) return undefined;
  const token = query.get('token_id') ?? '';
  if (token === '') return INVALID_TOKEN;
  const book = openBook(state, token);
  return book === undefined ? NO_BOOK : read(book, query);
}

/** A closed market has no book any more. */
const openBook = ({ books, listings }: State, token: string): TokenBook | undefined =>
  listings.byToken(token)?.closed === true ? undefined : books.get(token);

interface Found {
  readonly book: TokenBook;
  readonly side: string;
}

/** One of many questions; a token without a book has no answer among the others. */
function found(state: State, { token_id, side }: Record<string, unknown>): readonly Found[] {
  const book = openBook(state, String(token_id));
  return book === undefined ? [] : [{ book, side: String(side) }];
}

/** All markets on one page; 'LTE=' is the cursor of the end. */
function pageOf(listings: Listings) {
  const data = listings.all().map(longMarket);
  return { limit: data.length, count: data.length, next_cursor: 'LTE=', data };
}

function marketAnswer(what: string, id: string, { listings }: State): Answer {
  const listing = what === 'markets-by-token' ? listings.byToken(id) : listings.byCondition(id);
  if (listing === undefined) return NO_MARKET;
  if (what === 'clob-markets') return ok(compactMarket(listing));
  return ok(what === 'markets' ? longMarket(listing) : { condition_id: listing.conditionId });
}

const bid = ({ bids }: TokenBook) => best(bids, 'highest');
const ask = ({ asks }: TokenBook) => best(asks, 'lowest');

/** Prices have at most four digits after the point. */
const inDigits = (value: number) => String(Math.round(value * 10_000) / 10_000);

/** BUY asks for the best bid, SELL for the best ask. */
const priceOf = (book: TokenBook, side: string | null) => (side === 'BUY' ? bid(book) : ask(book)) ?? '0';
const midpoint = (book: TokenBook) => inDigits((Number(bid(book) ?? 0) + Number(ask(book) ?? 1)) / 2);
const spread = (book: TokenBook) => inDigits(Number(ask(book) ?? 1) - Number(bid(book) ?? 0));
const lastTrade = ({ lastPrice, lastSide }: TokenBook) => ({ price: lastPrice || '0.5', side: lastSide });

const byToken = (each: readonly Found[], read: (book: TokenBook) => string) =>
  Object.fromEntries(each.map(({ book }) => [book.token, read(book)]));

/** POST, with an array of tokens in the body. */
const READS_OF_MANY: Readonly<Record<string, (each: readonly Found[]) => unknown>> = {
  '/books': (each) => each.map(({ book }) => toWireBook(book)),
  '/prices'(each) {
    const prices: Record<string, Record<string, string>> = {};
    for (const { book, side } of each)
      prices[book.token] = { ...prices[book.token], [side]: priceOf(book, side) };
    return prices;
  },
  '/midpoints': (each) => byToken(each, midpoint),
  '/spreads': (each) => byToken(each, spread),
  '/last-trades-prices': (each) => each.map(({ book }) => ({ token_id: book.token, ...lastTrade(book) })),
};

const READS: Readonly<Record<string, (book: TokenBook, query: URLSearchParams) => Answer>> = {
  '/book': (book) => ok(toWireBook(book)),
  '/price': (book, query) => ok({ price: priceOf(book, query.get('side')) }),
  '/midpoint': (book) => ok({ mid: midpoint(book) }),
  '/spread': (book) => ok({ spread: spread(book) }),
  '/last-trade-price': (book) => ok(lastTrade(book)),
  // A legacy cap, not what anyone pays: facts/polymarket.md 5.3.
  '/fee-rate': () => ok({ base_fee: 1_000 }),
  '/tick-size': ({ tickSize }) => ok({ minimum_tick_size: Number(tickSize) }),
  '/neg-risk': ({ negRisk }) => ok({ neg_risk: negRisk }),
};
