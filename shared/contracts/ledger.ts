import * as z from 'zod';
import type { Breaker } from '../domain/ledger/account.ts';
import type { LedgerEntry } from '../domain/ledger/event.ts';
import type { Control } from '../domain/risk/controls.ts';
import { Instant, Shares, SideName, Usdc } from './record.ts';

export const BreakerName = z.enum([
  'daily-loss',
  'drawdown',
  'consecutive-losses',
  'kill-switch',
  'pause',
  'outcome',
]) satisfies z.ZodType<Breaker>;

const HaltSchema = z.strictObject({
  breaker: BreakerName,
  series: z.string().exactOptional(),
  severity: z.enum(['medium', 'high', 'critical']),
  since: Instant,
  until: Instant.exactOptional(),
  reason: z.string(),
  by: z.string().exactOptional(),
});

const ReservationSchema = z.strictObject({ amount: Usdc, stake: Usdc, at: Instant });

const AccountSchema = z.strictObject({
  cash: Usdc,
  reservations: z.record(z.string(), ReservationSchema),
  positions: z.record(
    z.string(),
    z.strictObject({
      side: SideName,
      shares: Shares,
      cost: Usdc,
      fee: Usdc,
      openedAt: Instant,
      orderId: z.string(),
      reservation: ReservationSchema,
    }),
  ),
  realizedPnl: Usdc,
  fees: Usdc,
  wins: z.int(),
  losses: z.int(),
  consecutiveWins: z.int(),
  consecutiveLosses: z.int(),
  lockoutTrades: z.int(),
  lastStake: Usdc,
  entries: z.array(Instant),
  day: Instant,
  dayStartEquity: Usdc,
  peakEquity: Usdc,
  halts: z.array(HaltSchema),
});

const LedgerEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opened'), capital: Usdc }),
  z.strictObject({ kind: z.literal('reserved'), windowId: z.string(), amount: Usdc, stake: Usdc }),
  z.strictObject({ kind: z.literal('released'), windowId: z.string(), reason: z.string() }),
  z.strictObject({
    kind: z.literal('filled'),
    windowId: z.string(),
    orderId: z.string(),
    side: SideName,
    shares: Shares,
    cost: Usdc,
    fee: Usdc,
  }),
  z.strictObject({
    kind: z.literal('settled'),
    windowId: z.string(),
    outcome: SideName,
    lockoutWins: z.int(),
    lockoutTrades: z.int(),
  }),
  z.strictObject({ kind: z.literal('halted'), halt: HaltSchema }),
  z.strictObject({ kind: z.literal('resumed'), breaker: BreakerName, reason: z.string(), by: z.string() }),
]);

/** A stored line of the journal. */
export const LedgerEntrySchema = z.strictObject({
  seq: z.int().positive(),
  at: Instant,
  event: LedgerEventSchema,
  account: AccountSchema,
  previous: z.string(),
  digest: z.string(),
}) satisfies z.ZodType<LedgerEntry>;

/** What a person asks of an account that another process holds. */
export const ControlSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pause'), reason: z.string(), by: z.string() }),
  z.strictObject({ kind: z.literal('kill'), reason: z.string(), by: z.string() }),
  z.strictObject({
    kind: z.literal('resume'),
    reason: z.string(),
    by: z.string(),
    breaker: BreakerName.exactOptional(),
  }),
]) satisfies z.ZodType<Control>;
