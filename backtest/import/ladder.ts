import { z } from 'zod';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { type Window, windowOfSlug } from '../../shared/domain/market/window.ts';
import type { RecordingFormat } from './format.ts';
import { type BookLevel, binancePrint, bookFrame, type RebuiltBook, someShares } from './frames.ts';
import { listedAt, listing, type RecordedWindow, recordedWindow, resolution } from './gamma.ts';
import type { Intake } from './intake.ts';
import { holdsKeys, jsonParser } from './json.ts';
import { mergeFiles } from './merge.ts';
import { rows } from './rows.ts';
import { Schedule } from './schedule.ts';

/** Shares that the recorder priced, and so all that the tape lets anyone buy or sell. */
const PRICED = [5, 20, 50] as const;
/** Prices of a book have four decimals; less than this part of the last is the recorder's own rounding. */
const PLACE = 10_000;
const RECORDED_ROUNDING = 0.2;

const Price = z.number().gt(0).lt(1).nullable();
const Side = z.object({
  ask: Price,
  bid: Price,
  ask_depth: z.number().nonnegative(),
  bid_depth: z.number().nonnegative(),
  vwap5: Price,
  vwap20: Price,
  vwap50: Price,
});
const Rung = z.object({ t: z.number().negative(), spot: z.number().positive(), up: Side, down: Side });
const LadderRow = z.object({
  window_ts: z.int().positive(),
  slug: z.string().refine((slug) => windowOfSlug(slug) !== undefined, 'names no window'),
  open_px: z.number().positive(),
  winner: z.enum(['UP', 'DOWN']).nullable(),
  samples: z.array(Rung),
});
type LadderRow = z.infer<typeof LadderRow>;

/** Both books and spot at a few moments before the end of each window, with the winner. */
export const ladder: RecordingFormat = {
  title: 'ladder of moments before the close',
  files: /(^|\/)ladder[^/]*\.jsonl(\.gz)?$/,
  derived: true,
  passes: 1,
  shows: 'JSON lines with window_ts, open_px and samples',
  recognises: (head) => holdsKeys(head, 'window_ts', 'open_px', 'samples'),
  lines: (intake) => mergeFiles(intake, read),
};

async function* read(file: string, intake: Intake): AsyncGenerator<TapeLine> {
  const schedule = new Schedule();
  const reader = {
    parse: jsonParser(LadderRow),
    at: (row: LadderRow) => row.window_ts * 1000,
    same: (row: LadderRow) => row.slug,
  };
  for await (const row of rows(file, intake, reader)) {
    const recorded = recordedWindow(row.slug) as RecordedWindow;
    yield* schedule.until(listedAt(recorded.window));
    schedule.add(...windowLines(row, recorded));
  }
  yield* schedule.rest();
}

function windowLines(row: LadderRow, recorded: RecordedWindow): TapeLine[] {
  const { window, tokens, conditionId: market } = recorded;
  const spot = (receivedAt: number, value: number) =>
    binancePrint({ receivedAt, asset: window.series.asset, stampedAt: receivedAt, value: String(value) });
  const lines = [listing(recorded), spot(window.openAt, row.open_px)];
  for (const { t, spot: value, up, down } of row.samples) {
    const at = sampledAt(window, t);
    const books: RebuiltBook[] = [
      { token: tokens.up, market, ...knownDepth(up) },
      { token: tokens.down, market, ...knownDepth(down) },
    ];
    lines.push(spot(at, value), bookFrame(at, books));
  }
  if (row.winner !== null) lines.push(resolution(recorded, { winner: row.winner === 'UP' ? 'up' : 'down' }));
  return lines;
}

const sampledAt = ({ closeAt }: Window, seconds: number): number => closeAt + Math.round(seconds * 1000);

/**
 * The recorded depth is that of the whole side, at prices unknown. What is known is the price of the first 5,
 * 20 and 50 shares, so the asks are three levels that cost just that, each price rounded up.
 * vwap5 0.88 and vwap20 0.8875 are 5 at 0.88 and 15 at (20 x 0.8875 - 5 x 0.88) / 15 = 0.89.
 */
function knownDepth({ bid, bid_depth, ...side }: z.infer<typeof Side>): Pick<RebuiltBook, 'bids' | 'asks'> {
  const asks: BookLevel[] = [];
  let shares = 0;
  let cost = 0;
  let least = 0;
  for (const upTo of PRICED) {
    const vwap = side[`vwap${upTo}`];
    if (vwap === null) break;
    const exact = ((upTo * vwap - cost) / (upTo - shares)) * PLACE;
    least = Math.max(least, Math.ceil(exact - RECORDED_ROUNDING));
    if (least >= PLACE) break;
    asks.push({ price: String(least / PLACE), size: String(upTo - shares) });
    cost = upTo * vwap;
    shares = upTo;
  }
  const bids = bid === null ? [] : [{ price: String(bid), size: String(Math.min(bid_depth, 50)) }];
  return { bids: someShares(bids), asks: mergedLevels(asks) };
}

function mergedLevels(levels: readonly BookLevel[]): BookLevel[] {
  const sizes = new Map<string, number>();
  for (const { price, size } of levels) sizes.set(price, (sizes.get(price) ?? 0) + Number(size));
  return [...sizes].map(([price, size]) => ({ price, size: String(size) }));
}
