import { describe, expect, test } from 'vitest';
import { framesOf, shortTape } from './taken.ts';

interface Side {
  readonly levels: Map<number, number>;
}
interface TokenBook {
  readonly bids: Side;
  readonly asks: Side;
}
interface WireLevel {
  readonly price: string;
  readonly size: string;
}

const OPEN_AT = Date.UTC(2026, 10, 20);
/** Prices as whole thousandths. */
const thousandths = (price: string) => Math.round(Number(price) * 1_000);
const side = (levels: WireLevel[]): Side => ({
  levels: new Map(levels.map(({ price, size }) => [thousandths(price), Number(size)])),
});
const best = ({ bids, asks }: TokenBook) => ({
  bid: Math.max(0, ...bids.levels.keys()),
  ask: Math.min(1_000, ...asks.levels.keys()),
});
const mirrored = ({ levels }: Side) =>
  [...levels].map(([at, size]) => [1_000 - at, size]).sort((a, b) => a[0]! - b[0]!);
const sorted = ({ levels }: Side) => [...levels].sort((a, b) => a[0] - b[0]);

/** Rebuilds the books from the frames and calls `check` after each frame that changed one. */
function replay(
  seed: number,
  check: (up: TokenBook, down: TokenBook, frame: Record<string, never>) => void,
): number {
  const tape = shortTape(seed, 1);
  const [up, down] = JSON.parse(framesOf(tape, 'gamma')[0]!.frame.markets[0].clobTokenIds) as [
    string,
    string,
  ];
  const books = new Map<string, TokenBook>();
  let seen = 0;
  for (const { frame } of framesOf(tape, 'clob')) {
    if (Array.isArray(frame)) {
      for (const { asset_id, bids, asks } of frame)
        books.set(asset_id, { bids: side(bids), asks: side(asks) });
    } else if (frame.event_type === 'price_change') {
      for (const { asset_id, price, size, side: which } of frame.price_changes) {
        const { levels } = books.get(asset_id)![which === 'BUY' ? 'bids' : 'asks'];
        if (size === '0') levels.delete(thousandths(price));
        else levels.set(thousandths(price), Number(size));
      }
    } else continue;
    seen++;
    check(books.get(up)!, books.get(down)!, frame);
  }
  return seen;
}

describe('the books of a window', () => {
  test('open with a snapshot of both tokens a minute before the window', () => {
    const [first] = framesOf(shortTape(17, 1), 'clob');
    expect(first!.frame.map((book: { event_type: string }) => book.event_type)).toEqual(['book', 'book']);
    expect(Math.abs(Number(first!.frame[0].timestamp) - (OPEN_AT - 60_000))).toBeLessThanOrEqual(100);
  });

  test('are never crossed or locked, and never one-sided', () => {
    const seen = replay(17, (up) => {
      const { bid, ask } = best(up);
      if (bid >= ask || bid <= 0 || ask >= 1_000) expect.fail(`${bid} at ${ask}`);
    });
    expect(seen).toBeGreaterThan(100);
  });

  test('mirror each other, level by level', () => {
    replay(17, (up, down) => {
      expect(mirrored(up.bids)).toEqual(sorted(down.asks));
      expect(mirrored(up.asks)).toEqual(sorted(down.bids));
    });
  });

  test('have the best prices that each price_change states', () => {
    replay(19, (up, down, frame: { price_changes?: { best_bid: string; best_ask: string }[] }) => {
      if (frame.price_changes === undefined) return;
      const [first, second] = frame.price_changes;
      expect({ bid: thousandths(first!.best_bid), ask: thousandths(first!.best_ask) }).toEqual(best(up));
      expect({ bid: thousandths(second!.best_bid), ask: thousandths(second!.best_ask) }).toEqual(best(down));
    });
  });

  test('keep to the tick, and start afresh when it changes', () => {
    let fine = 0;
    for (const seed of [17, 19, 23]) {
      const frames = framesOf(shortTape(seed, 1), 'clob').map(({ frame }) => frame);
      let tick = '0.01';
      frames.forEach((frame, i) => {
        if (frame.event_type === 'tick_size_change') {
          expect(frame.old_tick_size).not.toBe(frame.new_tick_size);
          tick = frame.new_tick_size;
          fine++;
          expect(frames[i + 1].event_type === 'tick_size_change' || Array.isArray(frames[i + 1])).toBe(true);
        }
        if (tick === '0.001') return;
        for (const { price } of frame.price_changes ?? []) expect(thousandths(price) % 10).toBe(0);
      });
    }
    expect(fine).toBeGreaterThan(0);
  });
});
