import { type MalformedFrameError, VenueUnavailableError } from '../../contracts/errors.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import type { Market, Resolution } from '../../domain/market/market.ts';
import { type Window, windowId, windowSlug } from '../../domain/market/window.ts';
import type { MarketCatalog } from '../../ports/market-catalog.ts';
import type { GammaClient } from './client-gamma.ts';
import { parseGamma } from './parse-gamma.ts';

/** The listing, asked anew for every answer. A body in which the window's market cannot be read is no answer. */
export function gammaCatalog(gamma: GammaClient): MarketCatalog {
  const ask = async (window: Window): Promise<Listed | undefined> => {
    const body = await gamma.eventBySlug(windowSlug(window));
    return body === undefined ? undefined : listedIn(body, window);
  };
  return {
    market: async (window) => (await ask(window))?.market,
    resolution: async (window) => (await ask(window))?.resolution,
  };
}

interface Listed {
  readonly market: Market;
  readonly resolution: Resolution | undefined;
}

function listedIn(body: string, window: Window): Listed | undefined {
  const events: MarketEvent[] = [];
  const refused: MalformedFrameError[] = [];
  parseGamma(
    body,
    (event) => events.push(event),
    (error) => refused.push(error),
  );
  const id = windowId(window);
  for (const event of events) {
    if (event.kind !== 'listed' || windowId(event.market.window) !== id) continue;
    const { market } = event;
    const resolved = events.find(
      (other) => other.kind === 'resolved' && other.resolution.conditionId === market.conditionId,
    );
    return { market, resolution: resolved?.kind === 'resolved' ? resolved.resolution : undefined };
  }
  const [cause] = refused;
  if (cause === undefined) return undefined;
  throw new VenueUnavailableError(`the listing of ${windowSlug(window)} cannot be read: ${cause.reason}`, {
    cause,
  });
}
