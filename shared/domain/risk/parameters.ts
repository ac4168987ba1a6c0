import type { MicroUsdc } from '../units/money.ts';

/** The plan's risk configuration. Fractions are of capital or equity. */
export interface RiskParameters {
  /** What the account was opened with. */
  readonly totalCapital: MicroUsdc;
  readonly maxPerTradePct: number;
  readonly maxPerTradeAbs: MicroUsdc;
  readonly kellyMultiplier: number;
  readonly maxConcurrent: number;
  readonly maxExposurePct: number;
  /** Of the starting capital. */
  readonly maxDailyLossPct: number;
  readonly maxDrawdownPct: number;
  readonly maxConsecutiveLosses: number;
  readonly cooldownPeriodMinutes: number;
  readonly maxApiErrorRate: number;
  /** Final stakes shrink in proportion when short-term sigma is above this (per square root of a second). */
  readonly referenceSigma: number;
  readonly maxTradesPerHour: number;
  /** After this many wins in a row the next `lockoutTrades` final stakes are multiplied by `lockoutFactor`. */
  readonly lockoutWins: number;
  readonly lockoutTrades: number;
  readonly lockoutFactor: number;
}
