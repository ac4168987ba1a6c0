import type { Side } from '../market/side.ts';
import { type MicroShares, type MicroUsdc, microUsdc } from '../units/money.ts';
import type { EpochMs } from '../units/time.ts';

/** Shares held until their window settles. */
export interface Position {
  readonly side: Side;
  readonly shares: MicroShares;
  /** What the shares cost, without the fee. */
  readonly cost: MicroUsdc;
  readonly fee: MicroUsdc;
  readonly openedAt: EpochMs;
  /** The order that bought them, and what had been set aside for it: what a repeat of either is compared with. */
  readonly orderId: string;
  readonly reservation: Reservation;
}

interface Reservation {
  readonly amount: MicroUsdc;
  readonly stake: MicroUsdc;
  readonly at: EpochMs;
}

export type Breaker = 'daily-loss' | 'drawdown' | 'consecutive-losses' | 'kill-switch' | 'pause' | 'outcome';

/** A stop of new entries; without `until` it holds until a recorded resume. */
export interface Halt {
  readonly breaker: Breaker;
  /** The one series that it stops, such as 'btc-15m'; without it, all. */
  readonly series?: string;
  readonly severity: 'medium' | 'high' | 'critical';
  readonly since: EpochMs;
  readonly until?: EpochMs;
  readonly reason: string;
  /** Who halted by hand; a breaker that trips has no author. */
  readonly by?: string;
}

/** All that is known of the money, after some entry of the ledger. */
export interface Account {
  /** Money not in positions; part of it may be reserved. */
  readonly cash: MicroUsdc;
  /** By window id. */
  readonly reservations: Readonly<Record<string, Reservation>>;
  /** By window id. */
  readonly positions: Readonly<Record<string, Position>>;
  readonly realizedPnl: MicroUsdc;
  readonly fees: MicroUsdc;
  readonly wins: number;
  readonly losses: number;
  readonly consecutiveWins: number;
  readonly consecutiveLosses: number;
  /** How many more stakes are made smaller after a winning streak. */
  readonly lockoutTrades: number;
  readonly lastStake: MicroUsdc;
  /** Instants of the entries of the last hour, for the trades-per-hour governor. */
  readonly entries: readonly EpochMs[];
  /** Midnight UTC of the day that `dayStartEquity` is of. */
  readonly day: EpochMs;
  readonly dayStartEquity: MicroUsdc;
  readonly peakEquity: MicroUsdc;
  readonly halts: readonly Halt[];
}

const total = (amounts: Iterable<number>): MicroUsdc => {
  let sum = 0;
  for (const each of amounts) sum += each;
  return microUsdc(sum);
};

/** Cash and positions, each position at what was paid for it, fee included. */
export const equity = (account: Account): MicroUsdc => microUsdc(account.cash + invested(account));

/** Cash that is not set aside. */
export const available = (account: Account): MicroUsdc =>
  microUsdc(account.cash - total(Object.values(account.reservations).map(({ amount }) => amount)));

/** Money at risk: in positions or set aside for orders. */
export const exposure = (account: Account): MicroUsdc =>
  microUsdc(invested(account) + account.cash - available(account));

const invested = ({ positions }: Account): MicroUsdc =>
  total(Object.values(positions).map(({ cost, fee }) => cost + fee));
