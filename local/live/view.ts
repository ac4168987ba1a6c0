import type { Collector } from '../../fargate/collector/collect.ts';
import type { WindowView } from '../../fargate/collector/feeds.ts';
import { mid } from '../../shared/domain/market/book.ts';
import { windowId } from '../../shared/domain/market/window.ts';
import { type EpochMs, SECOND_MS, toIso } from '../../shared/domain/units/time.ts';
import type { Desk, DeskStatus } from '../../shared/feeds/desk.ts';
import { plainTable } from '../cli/table.ts';

export interface ViewDeps {
  readonly title: string;
  readonly synthetic: boolean;
  readonly collector: Collector;
  /** What the run itself has to say, line by line. */
  readonly lines: () => readonly string[];
}

const NONE = '-';

/** How things stand, for a terminal: feeds, prices, windows, and what the run says of itself. */
export function viewOf(desk: Desk, at: EpochMs, { title, synthetic, collector, lines }: ViewDeps): string {
  const { assets, windows } = collector.feeds(at);
  const head = `${synthetic ? 'SYNTHETIC - ' : ''}${title} - ${toIso(at).replace('T', ' ')}`;
  const prices = assets.map(({ asset, health }) => `${asset}: ${health.text}`);
  const open = windows.filter(({ window }) => at >= window.openAt && at < window.closeAt);
  return [head, feedTable(desk.status(), at), ...prices, windowTable(open, at), ...lines()].join('\n');
}

/** One line a feed: state, age of the data, lag, what was lost and for how much of the time it lived. */
export function feedTable(feeds: readonly DeskStatus[], at: EpochMs): string {
  const table = plainTable(
    ['Feed', 'State', 'Data', 'Lag p50/p95', 'Frames', 'Twice', 'Malformed', 'Gaps', 'Uptime', 'Host'],
    ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
  );
  for (const feed of feeds) {
    const { channel, lastDataAt, lag, frames, duplicates, malformed, gaps, uptime, host } = feed;
    table.push([
      channel,
      stateOf(feed),
      lastDataAt === undefined ? NONE : `${((at - lastDataAt) / SECOND_MS).toFixed(1)} s`,
      lag === undefined ? NONE : `${lag.median} / ${lag.p95} ms`,
      frames,
      duplicates,
      malformed,
      // The first stands for the start.
      Math.max(0, gaps - 1),
      `${(100 * uptime).toFixed(1)} %`,
      host,
    ]);
  }
  return table.toString();
}

/** The same for a program. */
export const feedRecords = (feeds: readonly DeskStatus[]) =>
  feeds.map((feed) => ({
    ...feed,
    lastDataAt: feed.lastDataAt === undefined ? undefined : toIso(feed.lastDataAt),
  }));

/** The books' feed begins with the first window that is near. */
export function stateOf({ state, reason, connections, polled }: DeskStatus): string {
  if (polled) return `${state}, by REST`;
  if (state === 'stopped' && connections === 0) return 'waiting';
  return state === 'live' || reason === undefined ? state : `${state}: ${reason.slice(0, 40)}`;
}

function windowTable(windows: readonly WindowView[], at: EpochMs): string {
  const table = plainTable(
    ['Window', 'Left', 'Strike', 'Change', 'R²', 'Up', 'Down'],
    ['left', 'right', 'left', 'right', 'right', 'right', 'right'],
  );
  for (const { window, snapshot, diverged } of windows) {
    const { consensus, strike, trend, books } = snapshot;
    const quoted = (book: typeof books.up): string => {
      const middle = book === undefined ? undefined : mid(book);
      return middle === undefined ? NONE : `${(100 * middle).toFixed(1)} c`;
    };
    table.push([
      windowId(window),
      `${Math.round((window.closeAt - at) / SECOND_MS)} s`,
      strike === undefined ? NONE : `${Number(strike.value).toFixed(2)} ${strike.source}`,
      consensus === undefined
        ? NONE
        : `${(100 * consensus.change).toFixed(3)} %${diverged ? ' diverged' : ''}`,
      trend === undefined ? NONE : trend.consistency.toFixed(2),
      quoted(books.up),
      quoted(books.down),
    ]);
  }
  return windows.length === 0 ? 'No window is open.' : table.toString();
}
