import { normalCdf } from '../shared/domain/signal/normal.ts';
import { makeArrivals } from './arrivals.ts';
import { Book, CENT, type LevelChange, ONE } from './book.ts';
import { booksFrame, priceChangeFrame, tickSizeFrame, tradeFrame } from './book-frames.ts';
import { makeSocket, type Outbox } from './outbox.ts';
import { drawSize, drawSpread, newLevels, quoteAround, requote } from './quote.ts';
import { makeRandom } from './random.ts';
import { BOOK, PRICE } from './statistics.ts';
import { makeWave } from './wave.ts';
import type { SimulatedWindow } from './window.ts';

const FINE = 1;
/** A quote is moved when its middle is further from the fair price than this many thousandths. */
const tolerance = (tick: number) => (tick === CENT ? 11 : 9);

/** The books of one window from their first snapshot on. Call it with the end of each step and the window's standing then. */
export function makeBookMaker(seed: number, window: SimulatedWindow, outbox: Outbox) {
  const random = makeRandom(seed, `book ${window.openAt}`);
  const { median, sigma } = BOOK.latency;
  const send = makeSocket(outbox, 'clob', () => random.lognormal(median, sigma));
  const refreshes = makeArrivals(random);
  const trades = makeArrivals(random);
  const opinion = makeWave(random, BOOK.opinion);
  const book = new Book();
  let spread = drawSpread(random);
  let shown = false;
  let middle = Number.NaN;
  let changedAt = 0;
  let intended: { readonly at: number; readonly fair: number } | undefined;

  function change(at: number, changes: readonly LevelChange[]): void {
    if (changes.length === 0) return;
    for (const one of changes) book.apply(one);
    changedAt = at;
    send(at, priceChangeFrame(window, book, random, { at, changes }));
  }

  function layOut(at: number, fair: number): void {
    const quote = quoteAround(fair, book.tick, spread);
    for (const one of newLevels(random, book.tick, quote)) book.apply(one);
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
    if (random.uniform() < BOOK.spreadRedrawn) spread = drawSpread(random);
    const quote = quoteAround(fair, tick, spread);
    middle = (quote.bid + quote.ask) / 2;
    change(at, requote(random, book, quote));
  }

  function refresh(at: number): void {
    const side = random.uniform() < 0.5 ? 'bid' : 'ask';
    const levels = book.levels(side);
    const depth = Math.floor(levels.length * random.uniform() ** 2);
    change(at, [{ side, at: levels[depth]!, size: drawSize(random, depth) }]);
  }

  /** A taker buys Up at the ask, or Down at its ask, which is Up's bid mirrored; never a whole level. */
  function trade(at: number): void {
    const side = random.uniform() < 0.5 ? 'ask' : 'bid';
    const best = side === 'ask' ? book.bestAsk : book.bestBid;
    const there = book.size(side, best);
    const wanted = Math.round(random.lognormal(BOOK.tradeSize.median, BOOK.tradeSize.sigma)) * 100;
    const size = Math.min(wanted, Math.floor(there / 200) * 100);
    if (size === 0) return;
    change(at, [{ side, at: best, size: there - size }]);
    const bought =
      side === 'ask'
        ? { token: window.upToken, price: best }
        : { token: window.downToken, price: ONE - best };
    send(at, tradeFrame(window, random, { at, size, ...bought }));
  }

  return (now: number, fairStanding: number): void => {
    const fair = Math.min(997, Math.max(3, normalCdf(fairStanding + opinion()) * ONE));
    if (!shown) {
      shown = true;
      layOut(now, fair);
      return;
    }
    if (intended !== undefined && intended.at <= now) {
      reprice(intended.at, intended.fair);
      intended = undefined;
    }
    if (intended === undefined && Math.abs(fair - middle) > tolerance(book.tick))
      intended = {
        at: now + Math.round(random.lognormal(BOOK.repriceLag.median, BOOK.repriceLag.sigma)),
        fair,
      };
    const seconds = PRICE.stepMs / 1_000;
    refreshes(BOOK.refreshesPerSecond * seconds, () => refresh(now));
    trades(BOOK.tradesPerSecond * seconds, () => trade(now));
    if (now - changedAt >= BOOK.longestRestMs) refresh(now);
  };
}
