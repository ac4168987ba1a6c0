import * as z from 'zod';
import { MalformedFrameError } from '../../contracts/errors.ts';
import { wireDecimal, wireJson, wireReference } from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import type { Market } from '../../domain/market/market.ts';
import type { Side } from '../../domain/market/side.ts';
import { type Window, windowAt, windowOfSlug, windowSlug } from '../../domain/market/window.ts';
import { epochMs } from '../../domain/units/time.ts';
import { declaredRules } from './market-rules.ts';

const CHANNEL = 'gamma';

/** Gamma sends these arrays as JSON inside a string (facts 3.4). */
const textArray = z.union([
  z.array(z.string()),
  z.string().transform((text, context) => {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed)) return parsed.map(String);
    } catch {
      // Told below.
    }
    context.addIssue({ code: 'custom', message: 'is no array in a string' });
    return z.NEVER;
  }),
]);
const figure = z.union([z.number(), z.string()]);

const GammaMarket = z.object({
  slug: z.string(),
  question: z.string(),
  conditionId: z.string(),
  outcomes: textArray,
  outcomePrices: textArray.optional(),
  clobTokenIds: textArray,
  eventStartTime: z.string().optional(),
  version: z.string().optional(),
  closed: z.boolean().optional(),
  acceptingOrders: z.boolean().optional(),
  feesEnabled: z.boolean().optional(),
  feeSchedule: z.object({ rate: figure, exponent: figure }).nullish(),
  orderPriceMinTickSize: figure.optional(),
  orderMinSize: figure.optional(),
  cryptoMarketConfig: z
    .object({
      twapEnabled: z.boolean().optional(),
      twapLookbackSeconds: z.int().min(0).max(3_600).optional(),
    })
    .nullish(),
});
type GammaMarket = z.infer<typeof GammaMarket>;

const GammaEvent = z.object({
  slug: z.string(),
  markets: z.array(GammaMarket),
  eventMetadata: z.object({ priceToBeat: figure.optional() }).nullish(),
});

/** A page of GET /events/keyset (facts 3.2). */
const Page = z.object({ events: z.array(z.unknown()) });

/**
 * An event of GET /events (object, array or page) or a market of GET /markets (facts 3.4): each "Up or Down" market is told
 * as listed, and as resolved once it is closed at prices 1 and 0. Other markets are not ours and nothing is told.
 */
export function parseGamma(frame: string, emit: (event: MarketEvent) => void): void {
  const json = wireJson(CHANNEL, frame);
  const page = Page.safeParse(json);
  for (const each of page.success ? page.data.events : Array.isArray(json) ? json : [json]) {
    const event = GammaEvent.safeParse(each);
    if (event.success) {
      for (const market of event.data.markets) tell(market, event.data.eventMetadata?.priceToBeat, emit);
      continue;
    }
    const market = GammaMarket.safeParse(each);
    if (!market.success) throw malformed(hasMarkets(each) ? event.error : market.error);
    tell(market.data, undefined, emit);
  }
}

const hasMarkets = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'markets' in value;

function malformed(error: z.ZodError): MalformedFrameError {
  const issue = error.issues[0];
  return new MalformedFrameError(CHANNEL, `${issue?.path.join('.') || 'frame'}: ${issue?.message}`);
}

function tell(
  wire: GammaMarket,
  priceToBeat: number | string | undefined,
  emit: (event: MarketEvent) => void,
): void {
  const window = windowOf(wire);
  const tokens = bySide(wire.outcomes, wire.clobTokenIds);
  if (window === undefined || tokens === undefined) return;
  const market = toMarket(wire, window, tokens);
  if (priceToBeat === undefined) emit({ kind: 'listed', market });
  else emit({ kind: 'listed', market, strike: reference('priceToBeat', priceToBeat) });
  const winner = winnerOf(wire);
  if (winner !== undefined) emit({ kind: 'resolved', resolution: { conditionId: wire.conditionId, winner } });
}

function toMarket(wire: GammaMarket, window: Window, tokens: Record<Side, string>): Market {
  const config = wire.cryptoMarketConfig;
  return {
    window,
    slug: wire.slug,
    conditionId: wire.conditionId,
    tokens,
    // The field came with Protocol V2; a market without it is older, and so a v1 market.
    version: wire.version ?? 'v1',
    acceptingOrders: wire.acceptingOrders ?? false,
    declared: wireDecimal(CHANNEL, 'rules', wire.slug, () =>
      declaredRules({
        feesEnabled: wire.feesEnabled,
        fee: wire.feeSchedule ?? undefined,
        tickSize: wire.orderPriceMinTickSize,
        minSize: wire.orderMinSize,
        twapLookbackSeconds: config?.twapEnabled === true ? config.twapLookbackSeconds : undefined,
      }),
    ),
    title: wire.question,
  };
}

/** From the slug; an hourly slug has no timestamp, so that its start is read and the slug made from it compared. */
function windowOf({ slug, eventStartTime }: GammaMarket): Window | undefined {
  const bySlug = windowOfSlug(slug);
  if (bySlug !== undefined || eventStartTime === undefined) return bySlug;
  const name = /^([a-z]+)-up-or-down-/.exec(slug)?.[1];
  const openAt = Date.parse(eventStartTime);
  if (name === undefined || !(openAt >= 0)) return undefined;
  const window = windowAt({ asset: TICKERS[name] ?? name, length: '1h' }, epochMs(openAt));
  return windowSlug(window) === slug ? window : undefined;
}

const TICKERS: Readonly<Record<string, string>> = {
  bitcoin: 'btc',
  ethereum: 'eth',
  solana: 'sol',
  dogecoin: 'doge',
};

/** The venue does not promise the order of the outcomes: they are matched by their label. */
function bySide(outcomes: readonly string[], values: readonly string[]): Record<Side, string> | undefined {
  const up = values[outcomes.indexOf('Up')];
  const down = values[outcomes.indexOf('Down')];
  return up === undefined || down === undefined ? undefined : { up, down };
}

function winnerOf({ closed, outcomes, outcomePrices }: GammaMarket): Side | undefined {
  const prices = closed === true ? bySide(outcomes, outcomePrices ?? []) : undefined;
  if (prices === undefined) return undefined;
  if (Number(prices.up) === 1 && Number(prices.down) === 0) return 'up';
  return Number(prices.up) === 0 && Number(prices.down) === 1 ? 'down' : undefined;
}

const reference = (key: string, value: number | string) => wireReference(CHANNEL, key, String(value));
