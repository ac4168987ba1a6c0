import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mendBooks } from '../../../fargate/collector/mend-books.ts';
import { Book } from '../../../shared/domain/market/book.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import type { Frame } from '../../../shared/ports/feeds.ts';
import { level, secondsIn } from '../../shared/domain/examples.ts';
import { book } from './rig.ts';

const RATE = 10;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A venue whose book has another ask than the one that was heard ten seconds earlier, on a clock ten times as fast. */
function mended() {
  const startedAt = Date.now();
  const clock = { now: () => epochMs(secondsIn(0) + (Date.now() - startedAt) * RATE) };
  const ours = new Book();
  ours.snapshot([], [level(58, 40)], secondsIn(0));
  let theirs = book([], [level(59, 40)], 10);
  let vouched = 0;
  const restarts: [wallMs: number, reason: string][] = [];
  const told: Frame[] = [];
  const asked: string[] = [];
  const troubles: Error[] = [];
  const checks = mendBooks({
    clock,
    rate: RATE,
    collector: { bookOf: () => ({ book: ours, heardAt: secondsIn(0), agrees: true }) },
    desk: {
      tokens: ['1234567890'],
      fetchBook: async (token) => {
        asked.push(token);
        return 'the book';
      },
      restartBooks: (reason) => restarts.push([Date.now() - startedAt, reason]),
      vouchForBooks: () => vouched++,
      tell: (frame) => told.push(frame),
    },
    bookIn: () => theirs,
    onTrouble: (error) => troubles.push(error),
  });
  const agree = () => {
    theirs = book([], [level(58, 40)], 10);
  };
  return { checks, restarts, told, asked, troubles, agree, vouched: () => vouched };
}

test('a book that stays behind has its socket started over, and what the venue told is told in its place', async () => {
  const { checks, restarts, told, asked, troubles, vouched } = mended();
  await vi.advanceTimersByTimeAsync(2_500);
  expect([asked, restarts]).toEqual([['1234567890'], []]);
  // The second look: 2.5 s of wall time later, more than the two for which a change may be on its way.
  await vi.advanceTimersByTimeAsync(2_500);
  expect(restarts).toEqual([[5_000, 'token 12345678... is not what the venue says it is']]);
  // 5 s of wall time are 50 of the venue's.
  expect(told).toEqual([{ channel: 'clob-rest', text: 'the book', at: secondsIn(50) }]);
  expect([troubles, vouched()]).toEqual([[], 0]);
  checks.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(2);
});

test('a silent socket whose books are the venue’s own is vouched for', async () => {
  const { checks, restarts, agree, vouched } = mended();
  agree();
  await vi.advanceTimersByTimeAsync(5_000);
  expect([vouched(), restarts]).toEqual([2, []]);
  checks.stop();
});
