import { PRICE_ONE, type Price } from '../units/money.ts';
import type { BookTop } from './book.ts';
import { SIDES, type Side } from './side.ts';

/** Two ticks: one message moves both books, and a level may be rounded in each. */
const MIRROR_TICKS = 2;

interface Books {
  readonly books: Readonly<Partial<Record<Side, BookTop | undefined>>>;
  /** Sides whose best prices are not those that the venue names. */
  readonly suspectBooks?: readonly Side[] | undefined;
  readonly tickSize: Price;
}

/**
 * Why these books of one market cannot both be what the venue holds, undefined when nothing speaks against it: a bid
 * at or above the ask, a price outside of 0 to 1, or books of Up and Down that are no mirror images. A bid of 57 cents
 * for Up is an offer of Down at 43.
 */
export function bookFault({ books, suspectBooks = [], tickSize }: Books): string | undefined {
  for (const side of SIDES) {
    const top = books[side];
    if (top === undefined) continue;
    const { bids, asks } = top;
    if ([...bids, ...asks].some(({ price }) => price <= 0 || price >= PRICE_ONE))
      return `${side}: a price outside of 0 to 1`;
    const [bid, ask] = [bids[0]?.price, asks[0]?.price];
    if (bid !== undefined && ask !== undefined && bid >= ask) return `${side}: crossed`;
    if (suspectBooks.includes(side)) return `${side}: not the best prices that the venue names`;
  }
  const { up, down } = books;
  const differ = (bid: Price | undefined, ask: Price | undefined): boolean =>
    bid !== undefined && ask !== undefined && Math.abs(bid + ask - PRICE_ONE) > MIRROR_TICKS * tickSize;
  if (differ(up?.bids[0]?.price, down?.asks[0]?.price) || differ(down?.bids[0]?.price, up?.asks[0]?.price))
    return 'up and down do not mirror each other';
  return undefined;
}
