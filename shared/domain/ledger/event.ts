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
  | {
      readonly kind: 'resumed';
      readonly breaker: Breaker;
      readonly reason: string;
      /** Who lifted the halt. */
      readonly by: string;
    };

/** A line of the journal as it is appended: what happened, and the account after it. */
export interface NewLedgerEntry {
  /** 1 for the first entry of an account, then without a gap. */
  readonly seq: number;
  readonly at: EpochMs;
  readonly event: LedgerEvent;
  readonly account: Account;
  /** The digest of the entry before it; empty for the first. */
  readonly previous: string;
}

/** A line of the journal, chained to all before it. */
export interface LedgerEntry extends NewLedgerEntry {
  /** SHA-256 of the rest of the entry, in hexadecimal: it names the whole journal up to here. */
  readonly digest: string;
}
