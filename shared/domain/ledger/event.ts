import type { Side } from '../market/side.ts';
import type { MicroShares, MicroUsdc } from '../units/money.ts';
import type { EpochMs } from '../units/time.ts';
import type { Account, Breaker, Halt } from './account.ts';

/** What can happen to an account. */
export type LedgerEvent =
  | { readonly kind: 'opened'; readonly capital: MicroUsdc }
  | {
      readonly kind: 'reserved';
      readonly windowId: string;
      readonly amount: MicroUsdc;
      readonly stake: MicroUsdc;
    }
  | { readonly kind: 'released'; readonly windowId: string; readonly reason: string }
  | {
      readonly kind: 'filled';
      readonly windowId: string;
      readonly orderId: string;
      readonly side: Side;
      readonly shares: MicroShares;
      readonly cost: MicroUsdc;
      readonly fee: MicroUsdc;
    }
  | {
      readonly kind: 'settled';
      readonly windowId: string;
      readonly outcome: Side;
      readonly lockoutWins: number;
      readonly lockoutTrades: number;
    }
  | { readonly kind: 'halted'; readonly halt: Halt }
  | { readonly kind: 'resumed'; readonly breaker: Breaker; readonly reason: string };

/** One line of the journal: what happened, and the account after it. */
export interface LedgerEntry {
  /** 1 for the first entry of an account, then without a gap. */
  readonly seq: number;
  readonly at: EpochMs;
  readonly event: LedgerEvent;
  readonly account: Account;
}
