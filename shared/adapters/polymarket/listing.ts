import * as z from 'zod';
import type { MarketEvent, MarketListed } from '../../domain/market/event.ts';
import type { Window } from '../../domain/market/window.ts';
import { InvalidDecimalError, parseDecimal } from '../../domain/units/decimal.ts';
import { type MicroUsdc, microUsdc } from '../../domain/units/money.ts';
import { parseGamma } from './parse-gamma.ts';

/** What a body of the listing says of one window's market. */
export interface Listing {
  readonly market: MarketListed['market'];
  readonly hasStrike: boolean;
  readonly resolved: boolean;
  /** What the venue calls liquidity, in dollars; undefined where it tells none. */
  readonly liquidity: MicroUsdc | undefined;
}

/** Undefined when the body lists no market of `window` that can be read: its parser says so in its own place. */
export function listingOf(body: string, { series, openAt }: Window): Listing | undefined {
  let listed: MarketListed | undefined;
  const resolved = new Set<string>();
  const take = (event: MarketEvent): void => {
    if (event.kind === 'resolved') resolved.add(event.resolution.conditionId);
    if (event.kind !== 'listed') return;
    const { window } = event.market;
    const isOurs =
      window.openAt === openAt &&
      window.series.asset === series.asset &&
      window.series.length === series.length;
    if (isOurs) listed = event;
  };
  parseGamma(body, take, () => undefined);
  if (listed === undefined) return undefined;
  const { market, strike } = listed;
  return {
    market,
    hasStrike: strike !== undefined,
    resolved: resolved.has(market.conditionId),
    liquidity: liquidityOf(body, market.slug),
  };
}

const Liquid = z.object({
  slug: z.string(),
  liquidityNum: z.number().nullish(),
  liquidity: z.union([z.number(), z.string()]).nullish(),
});
const WithMarkets = z.object({ markets: z.array(z.unknown()) });
const WithEvents = z.object({ events: z.array(z.unknown()) });

function liquidityOf(body: string, slug: string): MicroUsdc | undefined {
  for (const each of marketsIn(JSON.parse(body))) {
    const market = Liquid.safeParse(each);
    if (market.success && market.data.slug === slug)
      return dollars(market.data.liquidityNum ?? market.data.liquidity);
  }
  return undefined;
}

/** Markets stand in events, and those alone, in an array or in a page. */
function marketsIn(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json.flatMap(marketsIn);
  const page = WithEvents.safeParse(json);
  if (page.success) return page.data.events.flatMap(marketsIn);
  const event = WithMarkets.safeParse(json);
  return event.success ? event.data.markets : [json];
}

/** Cut to whole millionths. */
function dollars(figure: number | string | null | undefined): MicroUsdc | undefined {
  if (figure === undefined || figure === null) return undefined;
  try {
    return microUsdc(parseDecimal(String(figure), 6));
  } catch (error) {
    if (error instanceof InvalidDecimalError) return undefined;
    throw error;
  }
}
