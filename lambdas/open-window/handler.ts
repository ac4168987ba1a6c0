import type { InputOf, OpenWindow, OutputOf } from '../../shared/contracts/tasks.ts';
import { rulesFor } from '../../shared/domain/market/rulebook.ts';
import { TRADEABLE_VERSION } from '../../shared/domain/market/tradeable.ts';
import { windowSlug } from '../../shared/domain/market/window.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { MarketCatalog } from '../../shared/ports/market-catalog.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface OpenWindowDeps {
  readonly clock: Clock;
  readonly catalog: MarketCatalog;
  readonly windows: Windows;
  /** Configured taker delay, over the rulebook's. */
  readonly takerDelayMs: number | undefined;
}

/** Finds and checks the window's market, and records the window with the rules it is decided by; run again, it keeps them. */
export function makeOpenWindow({ clock, catalog, windows, takerDelayMs }: OpenWindowDeps) {
  return async ({ windowId, window }: InputOf<typeof OpenWindow>): Promise<OutputOf<typeof OpenWindow>> => {
    const kept = await windows.market(windowId);
    const market = kept === undefined ? await catalog.market(window) : kept.market;
    const rules = kept?.rules ?? rulesFor(window, market?.declared, takerDelayMs);
    if (kept === undefined)
      await windows.put(windowId, {
        kind: 'market',
        at: clock.now(),
        status: 'open',
        window,
        slug: market?.slug ?? windowSlug(window),
        market,
        rules,
      });
    if (market === undefined) return { kind: 'skip', reason: 'no-market' };
    if (market.version !== TRADEABLE_VERSION) return { kind: 'skip', reason: 'unsupported-market' };
    return { kind: 'open', market, rules };
  };
}
