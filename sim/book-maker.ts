import { normalCdf } from '../shared/domain/signal/normal.ts';
import { makeArrivals } from './arrivals.ts';
import { Book, type BookSide, CENT, type LevelChange, ONE } from './book.ts';
import { booksFrame, priceChangeFrame, tickSizeFrame, tradeFrame } from './book-frames.ts';
import { makeSocket, type Outbox } from './outbox.ts';
import type { MakerSettings } from './profile.ts';
import { drawSpread, makeSizes, newLevels, quoteAround, requote } from './quote.ts';
import { makeRandom } from './random.ts';
import { BOOK, PRICE } from './statistics.ts';
import { makeWave } from './wave.ts';
import type { SimulatedWindow } from './window.ts';

const FINE = 1;
/** A quote is moved when its middle is further from the fair price than this many thousandths. */
const tolerance = (tick: number) => (tick === CENT ? 11 : 9);

/** The books of one window from their first snapshot on. Call it with the end of each step and the window's standing then. */
export function makeBookMaker(
  seed: number,
  window: SimulatedWindow,
  { outbox, maker }: { outbox: Outbox; maker: MakerSettings },
) {
  const random = makeRandom(seed, `book ${window.openAt}`);
  const { median, sigma } = BOOK.latency;
  const send = makeSocket(outbox, 'clob', () => random.lognormal(median, sigma));
  const refreshes = makeArrivals(random);
  const trades = makeArrivals(random);
  const opinion = makeWave(random, maker.opinion);
  const drawSize = makeSizes(random, maker.sizes);
  const book = new Book();
  let spread = drawSpread(random, maker.spreadTicks);
  let shown = false;
  let middle = Number.NaN;
  let changedAt = 0;
  /** Quotes decided on and not yet in the book, in their order. */
  const underWay: { readonly at: number; readonly fair: number }[] = [];

  function change(at: number, changes: readonly LevelChange[]): void {
    if (changes.length === 0) return;
    for (const one of changes) book.apply(one);
    changedAt = at;
    send(at, priceChangeFrame(window, book, random, { at, changes }));
  }

  function layOut(at: number, fair: number): void {
    const quote = quoteAround(fair, book.tick, spread);
    for (const one of newLevels(drawSize, book.tick, quote)) book.apply(one);
    middle = (quote.bid + quote.ask) / 2;
    send(at, booksFrame(window, book, random, at));
  }

  function changeTick(at: number, tick: number): void {
    for (const token of [window.upToken, window.downToken])
      send(at, tickSizeFrame(window, token, at, [book.tick, tick]));
    book.tick = tick;
  }

  function reprice(at: number, fair: number): void {
    const furthest = Math.max(fair, ONE - fair);
    const tick = furthest > BOOK.fineAbove ? FINE : furthest < BOOK.coarseBelow ? CENT : book.tick;
    if (tick !== book.tick) {
      book.clear();
      changeTick(at, tick);
      layOut(at, fair);
      return;
    }
    if (maker.staleTaken > 0 && Math.abs(fair - middle) >= BOOK.jump && random.uniform() < maker.staleTaken)
      takeStale(at, fair > middle ? 'ask' : 'bid');
    if (random.uniform() < BOOK.spreadRedrawn) spread = drawSpread(random, maker.spreadTicks);
    const quote = quoteAround(fair, tick, spread);
    middle = (quote.bid + quote.ask) / 2;
    change(at, requote(drawSize, book, quote));
  }

  function refresh(at: number): void {
    const side = random.uniform() < 0.5 ? 'bid' : 'ask';
    const levels = book.levels(side);
    const depth = Math.floor(levels.length * random.uniform() ** 2);
    change(at, [{ side, at: levels[depth]!, size: drawSize(depth) }]);
  }

  /** Up bought at the ask, or Down at its ask, which is Up's bid mirrored. */
  function sendTrade(at: number, side: BookSide, price: number, size: number): void {
    const bought =
      side === 'ask' ? { token: window.upToken, price } : { token: window.downToken, price: ONE - price };
    send(at, tradeFrame(window, random, { at, size, ...bought }));
  }

  /** A taker that comes and goes; never a whole level. */
  function trade(at: number): void {
    const side = random.uniform() < 0.5 ? 'ask' : 'bid';
    const best = side === 'ask' ? book.bestAsk : book.bestBid;
    const there = book.size(side, best);
    const wanted = Math.round(random.lognormal(BOOK.tradeSize.median, BOOK.tradeSize.sigma)) * 100;
    const size = Math.min(wanted, Math.floor(there / 200) * 100);
    if (size === 0) return;
    change(at, [{ side, at: best, size: there - size }]);
    sendTrade(at, side, best, size);
  }

  /** A taker that has seen a jump takes all that is left at the best price of `side`. */
  function takeStale(at: number, side: BookSide): void {
    const [best, next] = book.levels(side);
    if (best === undefined || next === undefined) return;
    const size = book.size(side, best);
    change(at, [{ side, at: best, size: 0 }]);
    sendTrade(at, side, best, size);
  }

  return (now: number, fairStanding: number): void => {
    const fair = Math.min(997, Math.max(3, normalCdf(fairStanding + opinion()) * ONE));
    if (!shown) {
      shown = true;
      layOut(now, fair);
      return;
    }
    for (let next = underWay[0]; next !== undefined && next.at <= now; next = underWay[0]) {
      reprice(next.at, next.fair);
      underWay.shift();
    }
    const last = underWay.at(-1);
    if (
      underWay.length < maker.quotesUnderWay &&
      Math.abs(fair - (last?.fair ?? middle)) > tolerance(book.tick)
    ) {
      const at = now + Math.round(random.lognormal(maker.repriceLag.median, maker.repriceLag.sigma));
      underWay.push({ at: Math.max(at, last?.at ?? 0), fair });
    }
    const seconds = PRICE.stepMs / 1_000;
    refreshes(BOOK.refreshesPerSecond * seconds, () => refresh(now));
    trades(BOOK.tradesPerSecond * seconds, () => trade(now));
    if (now - changedAt >= BOOK.longestRestMs) refresh(now);
  };
}
