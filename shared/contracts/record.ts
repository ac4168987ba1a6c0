import * as z from 'zod';
import { ORDER_STATUSES, UNFILLED_REASONS } from '../domain/execution/order.ts';
import { FALLBACK_SOURCES, SPOT_SOURCES } from '../domain/market/event.ts';
import { type Series, WINDOW_LENGTHS } from '../domain/market/series.ts';
import { SIDES } from '../domain/market/side.ts';
import { WINDOW_STATUSES, type WindowRecord } from '../domain/record.ts';
import { CRITERIA, SKIP_REASONS, type SkipReason } from '../domain/signal/criterion.ts';
import { microShares, microUsdc, price } from '../domain/units/money.ts';
import { epochMs } from '../domain/units/time.ts';

/**
 * What is stored and what steps of the workflow hand to each other: JSON of integers, in the units that the names say.
 * Reference prices are decimal strings, since 10^-18 dollars do not fit a number.
 */
export const Instant = z.int().nonnegative().transform(epochMs);
export const Usdc = z.int().transform(microUsdc);
export const Shares = z.int().nonnegative().transform(microShares);
const Cents = z.int().min(0).max(10_000).transform(price);
/** A price that a book can quote; every tick size is one too. */
const Quote = z.int().min(1).max(9_999).transform(price);
export const SideName = z.enum(SIDES);
const Reference = z.string().regex(/^\d+(\.\d+)?$/);

const SeriesSchema = z.strictObject({
  asset: z.string(),
  length: z.enum(WINDOW_LENGTHS),
}) satisfies z.ZodType<Series>;

export const WindowSchema = z.strictObject({ series: SeriesSchema, openAt: Instant, closeAt: Instant });

const FeeSchema = z.strictObject({
  ratePpm: z.int().nonnegative(),
  exponent: z.union([z.literal(1), z.literal(2)]),
});

export const RulesSchema = z.strictObject({
  fee: FeeSchema,
  settlement: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('spot'), source: z.enum(['chainlink', 'binance']) }),
    z.strictObject({
      kind: z.literal('twap'),
      source: z.literal('chainlink'),
      lookbackMs: z.int().positive(),
    }),
  ]),
  takerDelayMs: z.int().nonnegative(),
  tickSize: Quote,
  minSize: Shares,
  minNotional: Usdc,
});

export const MarketSchema = z.strictObject({
  window: WindowSchema,
  slug: z.string(),
  conditionId: z.string(),
  tokens: z.strictObject({ up: z.string(), down: z.string() }),
  version: z.string(),
  acceptingOrders: z.boolean(),
  declared: z.strictObject({
    fee: FeeSchema.exactOptional(),
    twapLookbackMs: z.int().positive().exactOptional(),
    tickSize: Quote.exactOptional(),
    minSize: Shares.exactOptional(),
  }),
  title: z.string(),
});

const StrikeSchema = z.strictObject({
  value: Reference,
  source: z.enum(['recorded', 'gamma', 'estimated']),
});

export const LevelSchema = z.strictObject({ price: Quote, size: Shares });
export const BookTopSchema = z.strictObject({
  bids: z.array(LevelSchema),
  asks: z.array(LevelSchema),
  receivedAt: Instant,
});

/** What a decision may use, as the collector hands it over. */
export const SnapshotSchema = z.strictObject({
  at: Instant,
  consensus: z
    .strictObject({
      change: z.number(),
      divergence: z.number(),
      sources: z.array(
        z.strictObject({
          source: z.enum([...SPOT_SOURCES, ...FALLBACK_SOURCES]),
          change: z.number(),
          ageMs: z.number(),
        }),
      ),
    })
    .optional(),
  trend: z
    .strictObject({
      change: z.number(),
      consistency: z.number(),
      volatility: z.number(),
      slope: z.number(),
      points: z.int(),
    })
    .optional(),
  distance: z.number().optional(),
  determined: z.number().optional(),
  sigma: z.number().optional(),
  strike: StrikeSchema.optional(),
  strikeDeviation: z.number().optional(),
  suspectBooks: z.array(SideName).optional(),
  tickSize: Quote,
  books: z.strictObject({ up: BookTopSchema.optional(), down: BookTopSchema.optional() }),
});

const CriterionSchema = z.strictObject({
  name: z.enum(CRITERIA),
  ok: z.boolean(),
  value: z.union([z.number(), z.string(), z.null()]),
  limit: z.union([z.number(), z.string(), z.null()]),
});

export const SKIPS = [
  ...Object.values(SKIP_REASONS),
  'no-market',
  'unsupported-market',
  'not-filled',
] as const satisfies readonly SkipReason[];

const Estimated = {
  side: SideName,
  probability: z.number(),
  sigma: z.number(),
  tickSize: Cents,
  mid: z.number(),
  ask: Cents,
  edge: z.number(),
  ev: z.number(),
  drift: z.number(),
  depth: Usdc,
  limit: Cents,
};
const EstimateSchema = z.strictObject(Estimated);
const PartialEstimateSchema = EstimateSchema.partial().required({
  side: true,
  probability: true,
  sigma: true,
  tickSize: true,
});

export const DecisionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('enter'),
    reason: z.literal('criteria-met'),
    criteria: z.array(CriterionSchema).readonly(),
    strike: StrikeSchema.optional(),
    estimate: EstimateSchema,
  }),
  z.strictObject({
    kind: z.enum(['wait', 'skip']),
    reason: z.enum(SKIPS),
    criteria: z.array(CriterionSchema).readonly(),
    strike: StrikeSchema.optional(),
    estimate: PartialEstimateSchema.optional(),
  }),
]);

const OrderSchema = z.strictObject({
  id: z.string(),
  windowId: z.string(),
  side: SideName,
  token: z.string(),
  type: z.enum(['FAK', 'FOK']),
  limit: Cents,
  stake: Usdc,
  tickSize: Cents,
  createdAt: Instant,
});

const FillSchema = z.strictObject({
  at: Instant,
  side: SideName,
  shares: Shares,
  price: Cents,
  cost: Usdc,
  fee: Usdc,
});

/** A stored record of a window. */
export const WindowRecordSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('market'),
    at: Instant,
    status: z.enum(WINDOW_STATUSES),
    window: WindowSchema,
    slug: z.string(),
    market: MarketSchema.optional(),
    rules: RulesSchema,
    strike: StrikeSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('decision'), at: Instant, decision: DecisionSchema }),
  z.strictObject({
    kind: z.literal('order'),
    at: Instant,
    order: OrderSchema,
    makerAmount: z.string().regex(/^\d+$/),
    takerAmount: z.string().regex(/^\d+$/),
    status: z.enum(ORDER_STATUSES),
    /** When the venue answers, while it holds the order. */
    matchAt: Instant.optional(),
    fills: z.array(FillSchema),
    reason: z.enum(UNFILLED_REASONS).optional(),
  }),
  z.strictObject({
    kind: z.literal('settlement'),
    at: Instant,
    outcome: z.enum([...SIDES, 'unknown']),
    official: SideName.optional(),
    recorded: SideName.optional(),
    source: z.enum(['official', 'recorded', 'none']),
    strike: StrikeSchema.optional(),
    final: Reference.optional(),
    payout: Usdc,
    pnl: Usdc,
  }),
  z.strictObject({
    kind: z.literal('path'),
    at: Instant,
    points: z.array(
      z.strictObject({ at: Instant, change: z.number().nullable(), up: z.number().nullable() }),
    ),
  }),
]) satisfies z.ZodType<WindowRecord>;
