import type { Book } from '../../shared/domain/market/book.ts';
import type { StoredStrike } from '../../shared/domain/market/strike.ts';
import type { Window } from '../../shared/domain/market/window.ts';
import type { SourcePrice } from '../../shared/domain/signal/consensus.ts';
import type { SignalParameters, WindowSnapshot } from '../../shared/domain/signal/evaluate.ts';
import { type FeedHealth, feedHealth, hasDiverged } from '../../shared/domain/signal/health.ts';
import type { WindowState } from '../../shared/domain/signal/window-state.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { AssetFeed } from './asset-feed.ts';

/** One asset: every source that was ever heard, and what they are worth together. */
interface AssetView {
  readonly asset: string;
  readonly sources: readonly SourcePrice[];
  readonly health: FeedHealth;
}

/** One open window. */
export interface WindowView {
  readonly window: Window;
  /** With consensus, strike and both books. */
  readonly snapshot: WindowSnapshot;
  readonly diverged: boolean;
}

/** What there is to go by, as a live view shows it. */
export interface Feeds {
  readonly assets: readonly AssetView[];
  readonly windows: readonly WindowView[];
}

/** A token's book as we heard it. */
export interface HeardBook {
  readonly book: Book;
  /** The venue's time of the last thing heard of it; 0 when nothing was. */
  readonly heardAt: EpochMs;
  /** False when its best prices are not those that the venue told with the last change. */
  readonly agrees: boolean;
}

export function feedsOf(
  assets: ReadonlyMap<string, AssetFeed>,
  strikeOf: (state: WindowState) => StoredStrike | undefined,
  { maxSourceAgeMs, maxDivergence }: SignalParameters,
  at: EpochMs,
): Feeds {
  const views: AssetView[] = [];
  const windows: WindowView[] = [];
  for (const [asset, { prices, open }] of assets) {
    const sources = prices.sources(at);
    views.push({ asset, sources, health: feedHealth(sources, maxSourceAgeMs) });
    for (const state of open) {
      const snapshot = state.snapshot(at, strikeOf(state));
      const { consensus } = snapshot;
      const diverged = consensus !== undefined && hasDiverged(consensus, maxDivergence);
      windows.push({ window: state.market.window, snapshot, diverged });
    }
  }
  return { assets: views, windows };
}
