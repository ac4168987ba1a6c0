import { z } from 'zod';

/** Money in dollars and shares: a decimal string. */
const Money = z.string().regex(/^-?\d+(\.\d{1,6})?$/);
const Instant = z.iso.datetime({ precision: 3 });
const Side = z.enum(['up', 'down']);
const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Told = z.union([z.number(), z.string(), z.null()]);

/** What `replay --json` promises (design, section 9). Fields may be added, none renamed. */
export const ReplayContract = z.object({
  tape: z.object({
    path: z.string(),
    title: z.string(),
    synthetic: z.boolean(),
    from: Instant,
    to: Instant,
    events: z.int().positive(),
  }),
  windows: z.array(
    z.object({
      id: z.string().regex(/^[a-z]+-(5m|15m|1h|4h)-\d+$/),
      openAt: Instant,
      closeAt: Instant,
      strike: z
        .string()
        .regex(/^\d+(\.\d{1,18})?$/)
        .nullable(),
      strikeSource: z.enum(['recorded', 'gamma', 'estimated', 'none']),
      decisions: z.array(
        z.object({
          at: Instant,
          kind: z.enum(['enter', 'wait', 'skip']),
          side: Side.optional(),
          reason: z.string().regex(/^[a-z-]+$/),
          criteria: z.array(z.object({ name: z.string(), ok: z.boolean(), value: Told, limit: Told })),
          probability: z.number().min(0).max(1).optional(),
          edge: z.number().optional(),
          ev: z.number().optional(),
        }),
      ),
      orders: z.array(
        z.object({
          id: z.string(),
          at: Instant,
          side: Side,
          type: z.enum(['FAK', 'FOK']),
          limit: Money,
          stake: Money,
          makerAmount: z.string().regex(/^\d+$/),
          takerAmount: z.string().regex(/^\d+$/),
          status: z.string(),
        }),
      ),
      fills: z.array(z.object({ at: Instant, side: Side, shares: Money, price: Money, fee: Money })),
      settlement: z.object({
        outcome: z.enum(['up', 'down', 'unknown']),
        official: Side.optional(),
        source: z.enum(['official', 'recorded', 'none']),
      }),
      pnl: Money,
    }),
  ),
  account: z.object({
    cash: Money,
    equity: Money,
    realizedPnl: Money,
    fees: Money,
    openPositions: z.int().nonnegative(),
  }),
  performance: z.object({
    trades: z.int().nonnegative(),
    averageEv: z.number().nullable(),
    evAtEntry: z.number().nullable(),
    realisedPerShare: z.number().nullable(),
    sharpe: z.number().nullable(),
    sharpeDollarWeighted: z.number().nullable(),
    forecasts: z.int().nonnegative(),
    brier: z.number().min(0).max(1).nullable(),
    brierMid: z.number().min(0).max(1).nullable(),
    skill: z.number().nullable(),
  }),
  strikes: z.object({
    recorded: z.int().nonnegative(),
    gamma: z.int().nonnegative(),
    estimated: z.int().nonnegative(),
    estimatedKnown: z.int().nonnegative(),
    estimatedWrong: z.int().nonnegative(),
    meanErrorUsd: Money.nullable(),
  }),
  ledger: z.object({ entries: z.int().positive(), digest: Digest }),
  feed: z.object({
    problems: z.array(
      z.object({
        kind: z.string(),
        channel: z.string().optional(),
        count: z.int().positive(),
        first: z.string().regex(/:\d+$/),
      }),
    ),
  }),
  digest: Digest,
  elapsedMs: z.int().nonnegative(),
});
export type ReplayContract = z.infer<typeof ReplayContract>;
