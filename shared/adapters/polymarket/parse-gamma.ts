import * as z from 'zod';
import { MalformedFrameError } from '../../contracts/errors.ts';
import { type Refuse, wireDecimal, wireEach, wireJson, wireOr, wireReference } from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import type { Market } from '../../domain/market/market.ts';
import type { Side } from '../../domain/market/side.ts';
import { TRADEABLE_VERSION } from '../../domain/market/tradeable.ts';
import { type Window, windowAt, windowOfSlug, windowSlug } from '../../domain/market/window.ts';
import type { ReferenceValue } from '../../domain/units/spot.ts';
import { epochMs } from '../../domain/units/time.ts';
import { declaredRules, statedVersion, UNSTATED } from './market-rules.ts';

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

/** What names a market is needed; anything else may be null or missing, and decides about trading it. */
const GammaMarket = z.object({
  slug: z.string(),
  question: z.string().nullish(),
  conditionId: z.string(),
  outcomes: textArray,
  outcomePrices: textArray.nullish(),
  clobTokenIds: textArray.nullish(),
  positionIds: textArray.nullish(),
  eventStartTime: z.string().nullish(),
  version: z.string().nullish(),
  closed: z.boolean().nullish(),
  acceptingOrders: z.boolean().nullish(),
  feesEnabled: z.boolean().nullish(),
  feeSchedule: z.object({ rate: figure, exponent: figure }).nullish(),
  orderPriceMinTickSize: figure.nullish(),
  orderMinSize: figure.nullish(),
  cryptoMarketConfig: z
    .object({
      twapEnabled: z.boolean().nullish(),
      twapLookbackSeconds: z.int().min(0).max(3_600).nullish(),
    })
    .nullish(),
});
type GammaMarket = z.infer<typeof GammaMarket>;

const GammaEvent = z.object({ markets: z.array(z.unknown()), eventMetadata: z.unknown().optional() });
const Metadata = z.object({ priceToBeat: figure.nullish() }).nullish();

/** A page of GET /events/keyset (facts 3.2). */
const Page = z.object({ events: z.array(z.unknown()) });

type Emit = (event: MarketEvent) => void;

/**
 * An event of GET /events (object, array or page) or a market of GET /markets (facts 3.4): each "Up or Down" market is told
 * as listed, and as resolved once it is closed at prices 1 and 0. Other markets are not ours and nothing is told. Each
 * market is read for itself: one that cannot be read is refused, and its neighbours are kept.
 */
export function parseGamma(frame: string, emit: Emit, refuse: Refuse): void {
  wireOr(refuse, () => {
    const json = wireJson(CHANNEL, frame);
    const page = Page.safeParse(json);
    const listed = page.success ? page.data.events : Array.isArray(json) ? json : [json];
    wireEach(listed, refuse, (each) => {
      if (hasMarkets(each)) tellEvent(parsed(GammaEvent, each), emit, refuse);
      else tell(parsed(GammaMarket, each), undefined, emit);
    });
  });
}

function tellEvent({ markets, eventMetadata }: z.infer<typeof GammaEvent>, emit: Emit, refuse: Refuse): void {
  let strike: ReferenceValue | undefined;
  // A strike that cannot be read is refused, and the markets are told without it.
  wireOr(refuse, () => {
    const told = parsed(Metadata, eventMetadata, ['eventMetadata'])?.priceToBeat ?? undefined;
    if (told !== undefined) strike = wireReference(CHANNEL, 'priceToBeat', String(told));
  });
  wireEach(markets, refuse, (market, index) =>
    tell(parsed(GammaMarket, market, ['markets', index]), strike, emit),
  );
}

const hasMarkets = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'markets' in value;

function parsed<T>(schema: z.ZodType<T>, value: unknown, at: readonly PropertyKey[] = []): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = [...at, ...(issue?.path ?? [])].join('.');
  throw new MalformedFrameError(CHANNEL, `${path || 'frame'}: ${issue?.message}`);
}

function tell(wire: GammaMarket, strike: ReferenceValue | undefined, emit: Emit): void {
  const window = windowOf(wire);
  const tokens = bySide(wire.outcomes, wire.clobTokenIds) ?? bySide(wire.outcomes, wire.positionIds);
  if (window === undefined || tokens === undefined) return;
  const market = toMarket(wire, window, tokens);
  emit({ kind: 'listed', market, ...(strike === undefined ? {} : { strike }) });
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
    version: versionOf(wire),
    acceptingOrders: wire.acceptingOrders ?? false,
    declared: wireDecimal(CHANNEL, 'rules', wire.slug, () =>
      declaredRules({
        feesEnabled: wire.feesEnabled ?? undefined,
        fee: wire.feeSchedule ?? undefined,
        tickSize: wire.orderPriceMinTickSize ?? undefined,
        minSize: wire.orderMinSize ?? undefined,
        twapLookbackSeconds:
          config?.twapEnabled === true ? (config.twapLookbackSeconds ?? undefined) : undefined,
      }),
    ),
    title: wire.question ?? wire.slug,
  };
}

/** Orders are for tokens of the CTF: a market that has none of them is no v1 market, whatever it states (facts 1.7). */
function versionOf({ version, outcomes, clobTokenIds }: GammaMarket): string {
  const stated = statedVersion(version);
  return stated === TRADEABLE_VERSION && bySide(outcomes, clobTokenIds) === undefined ? UNSTATED : stated;
}

/** From the slug; an hourly slug has no timestamp, so that its start is read and the slug made from it compared. */
function windowOf({ slug, eventStartTime }: GammaMarket): Window | undefined {
  const bySlug = windowOfSlug(slug);
  if (bySlug !== undefined || typeof eventStartTime !== 'string') return bySlug;
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
function bySide(
  outcomes: readonly string[],
  values: readonly string[] | null | undefined,
): Record<Side, string> | undefined {
  const up = values?.[outcomes.indexOf('Up')];
  const down = values?.[outcomes.indexOf('Down')];
  return up === undefined || down === undefined ? undefined : { up, down };
}

function winnerOf({ closed, outcomes, outcomePrices }: GammaMarket): Side | undefined {
  const prices = closed === true ? bySide(outcomes, outcomePrices) : undefined;
  if (prices === undefined) return undefined;
  if (ONE.test(prices.up) && ZERO.test(prices.down)) return 'up';
  return ZERO.test(prices.up) && ONE.test(prices.down) ? 'down' : undefined;
}

const ONE = /^1(?:\.0*)?$/;
const ZERO = /^0(?:\.0*)?$/;
