import { type BookLevel, someShares } from './frames.ts';

interface Touch {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** One reading of the logger. */
export interface Tick {
  readonly at: number;
  /** Start of the window it belongs to, as its row in `windows` has it. */
  readonly ep: number;
  /** Undefined where the logger had no price. */
  readonly spot: string | undefined;
  readonly up: Touch;
  readonly down: Touch;
}

/** Prices are kept to ten-thousandths, as on the venue's finest grid. */
const PLACES = 4;

/** Reads a row of `ticks`, or says what is wrong with it. Null is "none"; the Down book is the mirror of Up's. */
export function parseTick(row: Readonly<Record<string, unknown>>): Tick | string {
  const { ts, ep } = row;
  if (typeof ts !== 'number' || !Number.isFinite(ts) || ts <= 0) return 'a tick has no usable ts';
  for (const name of ['spot', 'bid', 'ask', 'bid_size', 'ask_size']) {
    const value = row[name];
    if (value === null) continue;
    if (typeof value !== 'number' || !Number.isFinite(value)) return `${name} of a tick is not a number`;
    if (value < 0) return `${name} of a tick is negative`;
  }
  const { spot, bid, ask, bid_size, ask_size } = row as Readonly<Record<string, number | null>>;
  if ((bid ?? 0) > 1 || (ask ?? 0) > 1) return 'a tick has a price above 1';
  return {
    at: Math.round(ts * 1000),
    ep: Number(ep),
    spot: spot === null || spot === undefined || spot === 0 ? undefined : decimal(spot, 8),
    up: { bids: touch(bid, bid_size), asks: touch(ask, ask_size) },
    down: { bids: touch(mirror(ask), ask_size), asks: touch(mirror(bid), bid_size) },
  };
}

const decimal = (value: number, places: number): string => value.toFixed(places).replace(/\.?0+$/, '');

const mirror = (price: number | null | undefined): number | null =>
  price === null || price === undefined || price === 0 ? null : 1 - price;

/** A price of 0 or 1 is how the logger writes that nobody bids or offers. */
function touch(price: number | null | undefined, size: number | null | undefined): BookLevel[] {
  const text = decimal(price ?? 0, PLACES);
  if (text === '0' || text === '1') return [];
  return someShares([{ price: text, size: decimal(size ?? 0, 6) }]);
}
