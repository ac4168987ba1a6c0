import { type Book, type BookSide, CENT, type LevelChange, ONE } from './book.ts';
import type { MakerSettings } from './profile.ts';
import type { Random } from './random.ts';
import { BOOK } from './statistics.ts';

/** The best prices the maker wants to show, in thousandths. */
export interface Quote {
  readonly bid: number;
  readonly ask: number;
}

/** Ticks between two levels of the maker: every cent, and every third tick where ticks are thousandths. */
const FINE_STEP = 3;
const levelStep = (tick: number) => (tick === CENT ? CENT : FINE_STEP * tick);

/**
 * Bid and ask around `fair`, `spreadTicks` apart on the tick grid, inside (0, 1).
 * `quoteAround(634, 10, 1)` is 630 at 640.
 */
export function quoteAround(fair: number, tick: number, spreadTicks: number): Quote {
  const spread = (tick === CENT ? spreadTicks : spreadTicks * FINE_STEP) * tick;
  const bid = Math.round((fair - spread / 2) / tick) * tick;
  const inside = Math.min(ONE - tick - spread, Math.max(tick, bid));
  return { bid: inside, ask: inside + spread };
}

/** 1, 2 or 3 ticks. */
export function drawSpread(random: Random, [one, two]: MakerSettings['spreadTicks']): number {
  const draw = random.uniform();
  if (draw < one) return 1;
  return draw < one + two ? 2 : 3;
}

/** Hundredths of shares for a level `depth` places behind the best. */
export type DrawSize = (depth: number) => number;

/** Half of the sizes are whole shares. */
export function makeSizes(random: Random, sizes: MakerSettings['sizes']): DrawSize {
  return (depth) => {
    const { median, sigma } = sizes[Math.min(depth, sizes.length - 1)]!;
    const shares = Math.min(20_000, Math.max(5, random.lognormal(median, sigma)));
    return random.uniform() < 0.5 ? Math.round(shares) * 100 : Math.round(shares * 100);
  };
}

/** The changes that lay out an empty book around `quote`. */
export function newLevels(drawSize: DrawSize, tick: number, { bid, ask }: Quote): LevelChange[] {
  const step = levelStep(tick);
  const changes: LevelChange[] = [];
  for (let depth = 0; depth < BOOK.levels.laidOut; depth++) {
    const below = bid - depth * step;
    const above = ask + depth * step;
    if (below > 0) changes.push({ side: 'bid', at: below, size: drawSize(depth) });
    if (above < ONE) changes.push({ side: 'ask', at: above, size: drawSize(depth) });
  }
  return changes;
}

/** The changes that bring one side to a new best price: crossed levels go, the gap is filled, the far end kept in bounds. */
function moveSide(drawSize: DrawSize, book: Book, side: BookSide, best: number): LevelChange[] {
  const step = levelStep(book.tick);
  const away = side === 'bid' ? -1 : 1;
  const levels = book.levels(side);
  const kept = levels.filter((at) => (at - best) * away >= 0);
  const changes: LevelChange[] = levels
    .filter((at) => (at - best) * away < 0)
    .map((at) => ({ side, at, size: 0 }));
  const nearest = kept[0] ?? best + away * BOOK.levels.laidOut * step;
  let depth = 0;
  for (let at = best; (nearest - at) * away > 0 && at > 0 && at < ONE; at += away * step) {
    changes.push({ side, at, size: drawSize(depth++) });
  }
  let count = kept.length + depth;
  for (
    let at = (kept.at(-1) ?? best) + away * step;
    count < BOOK.levels.least && at > 0 && at < ONE;
    at += away * step
  ) {
    if (kept.length === 0) break;
    changes.push({ side, at, size: drawSize(count++) });
  }
  for (; count > BOOK.levels.most && kept.length > 1; count--)
    changes.push({ side, at: kept.pop()!, size: 0 });
  return changes;
}

/** The changes that bring `book` to `quote`, what must go first. */
export function requote(drawSize: DrawSize, book: Book, quote: Quote): LevelChange[] {
  const changes = [
    ...moveSide(drawSize, book, 'bid', quote.bid),
    ...moveSide(drawSize, book, 'ask', quote.ask),
  ];
  return [...changes.filter(({ size }) => size === 0), ...changes.filter(({ size }) => size !== 0)];
}
