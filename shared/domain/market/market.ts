import type { MicroShares, MicroUsdc, Price } from '../units/money.ts';
import type { Side } from './side.ts';
import type { Window } from './window.ts';

/** A taker fee of `shares * rate * (p * (1 - p)) ^ exponent`; `ratePpm` is the rate in millionths. */
export interface FeeRule {
  readonly ratePpm: number;
  readonly exponent: 1 | 2;
}

/** What decides a window: one print at each end, or the mean of the `lookbackMs` before each end. */
export type SettlementRule =
  | { readonly kind: 'spot'; readonly source: 'chainlink' | 'binance' }
  | { readonly kind: 'twap'; readonly source: 'chainlink'; readonly lookbackMs: number };

/** The venue's rules for one window, as they stood when it opened. */
export interface VenueRules {
  readonly fee: FeeRule;
  readonly settlement: SettlementRule;
  /** How long the venue holds a marketable order before it matches it. */
  readonly takerDelayMs: number;
  readonly tickSize: Price;
  /** Smallest resting order. */
  readonly minSize: MicroShares;
  /** Smallest marketable BUY. */
  readonly minNotional: MicroUsdc;
}

/** What a market says of its own rules; it beats the dated rulebook. */
export interface DeclaredRules {
  readonly fee?: FeeRule;
  readonly twapLookbackMs?: number;
  readonly tickSize?: Price;
  readonly minSize?: MicroShares;
}

/** One listed "Up or Down" market. */
export interface Market {
  readonly window: Window;
  readonly slug: string;
  readonly conditionId: string;
  /** CTF token of each outcome. */
  readonly tokens: Readonly<Record<Side, string>>;
  /** 'v1' is what we can trade; anything else is refused (facts 1.7). */
  readonly version: string;
  readonly acceptingOrders: boolean;
  readonly declared: DeclaredRules;
  readonly title: string;
}

/** A market's official end. */
export interface Resolution {
  readonly conditionId: string;
  readonly winner: Side;
}
