import * as z from 'zod';
import { ORDER_STATUSES } from '../domain/execution/order.ts';
import { SIDES } from '../domain/market/side.ts';
import { epochMs } from '../domain/units/time.ts';
import {
  DecisionSchema,
  Instant,
  MarketSchema,
  RulesSchema,
  Shares,
  SKIPS,
  SnapshotSchema,
  Usdc,
  WindowSchema,
} from './record.ts';

/** What the tasks of the workflow are given and give back. */
const OfWindow = { windowId: z.string().min(1), window: WindowSchema };

const OpenWindowInput = z.strictObject(OfWindow);
const OpenWindowOutput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), market: MarketSchema, rules: RulesSchema }),
  z.strictObject({ kind: z.literal('skip'), reason: z.enum(['no-market', 'unsupported-market']) }),
]);

const AwaitTriggerInput = z.strictObject({
  windowId: z.string().min(1),
  token: z.string().min(1),
  until: z.iso.datetime().transform((text) => epochMs(Date.parse(text))),
});
const AwaitTriggerOutput = z.void();

const EvaluateSignalInput = z.strictObject({
  ...OfWindow,
  rules: RulesSchema,
  snapshot: SnapshotSchema.nullable(),
});
const EvaluateSignalOutput = z.strictObject({ at: Instant, decision: DecisionSchema });

const ApproveRiskInput = z.strictObject({
  ...OfWindow,
  market: MarketSchema,
  rules: RulesSchema,
  signal: EvaluateSignalOutput,
});
const Approved = z.strictObject({ kind: z.literal('approved'), stake: Usdc });
const ApproveRiskOutput = z.discriminatedUnion('kind', [
  Approved,
  z.strictObject({ kind: z.literal('rejected'), reason: z.enum(SKIPS) }),
]);

const PlaceOrderInput = z.strictObject({
  ...OfWindow,
  market: MarketSchema,
  signal: EvaluateSignalOutput,
  approval: Approved,
});
const PlaceOrderOutput = z.strictObject({ orderId: z.string(), status: z.enum(ORDER_STATUSES) });

/** Without an id, the order is the one that the window has recorded. */
const ConfirmFillInput = z.strictObject({ ...OfWindow, orderId: z.string().nullable() });
const ConfirmFillOutput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pending') }),
  z.strictObject({ kind: z.literal('nothing') }),
  z.strictObject({ kind: z.literal('no-order') }),
  z.strictObject({ kind: z.literal('filled'), shares: Shares, cost: Usdc, fee: Usdc }),
]);

const SettlePositionInput = z.strictObject({ ...OfWindow, giveUp: z.boolean() });
const SettlePositionOutput = z.strictObject({
  outcome: z.enum([...SIDES, 'unknown']),
  payout: Usdc,
  pnl: Usdc,
});

const RecordSkipInput = z.strictObject({ ...OfWindow, reason: z.enum([...SKIPS, 'failed']) });
const RecordSkipOutput = z.strictObject({ released: z.boolean() });

const RaiseAlertInput = z.strictObject({
  ...OfWindow,
  error: z.object({ Error: z.string(), Cause: z.string().optional() }),
});
const RaiseAlertOutput = z.strictObject({ raised: z.literal(true) });

/** The cause of a function's error, as Step Functions passes it on. */
export const LambdaCause = z.object({ errorMessage: z.string().min(1) });

export const OpenWindow = { input: OpenWindowInput, output: OpenWindowOutput };
export const AwaitTrigger = { input: AwaitTriggerInput, output: AwaitTriggerOutput };
export const EvaluateSignal = { input: EvaluateSignalInput, output: EvaluateSignalOutput };
export const ApproveRisk = { input: ApproveRiskInput, output: ApproveRiskOutput };
export const PlaceOrder = { input: PlaceOrderInput, output: PlaceOrderOutput };
export const ConfirmFill = { input: ConfirmFillInput, output: ConfirmFillOutput };
export const SettlePosition = { input: SettlePositionInput, output: SettlePositionOutput };
export const RecordSkip = { input: RecordSkipInput, output: RecordSkipOutput };
export const RaiseAlert = { input: RaiseAlertInput, output: RaiseAlertOutput };

/** A task's input as its handler gets it. */
export type InputOf<Contract extends { input: z.ZodType }> = z.output<Contract['input']>;
/** A task's output as its handler gives it. */
export type OutputOf<Contract extends { output: z.ZodType }> = z.input<Contract['output']>;
