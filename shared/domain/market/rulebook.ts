import { microShares, microUsdc, price } from '../units/money.ts';
import { type EpochMs, epochMs, utc } from '../units/time.ts';
import type { DeclaredRules, FeeRule, SettlementRule, VenueRules } from './market.ts';
import type { WindowLength } from './series.ts';
import type { Window } from './window.ts';

/** A rule and the first instant at which it holds. */
interface Dated<T> {
  readonly from: EpochMs;
  readonly rule: T;
}

const since = (year: number, month: number, day: number, hour = 0): EpochMs =>
  utc({ year, month, day }, hour);
const ALWAYS = epochMs(0);

const NO_FEE: FeeRule = { ratePpm: 0, exponent: 1 };
const SQUARED: FeeRule = { ratePpm: 250_000, exponent: 2 };

/** Facts 5.5. Taker fees reached the 15m windows first, then 5m, then every new crypto market. */
const FIRST_FEE: Readonly<Record<WindowLength, EpochMs>> = {
  '15m': since(2026, 1, 5),
  '5m': since(2026, 2, 12),
  '1h': since(2026, 3, 6),
  '4h': since(2026, 3, 6),
};

const fees = (length: WindowLength): readonly Dated<FeeRule>[] => [
  { from: ALWAYS, rule: NO_FEE },
  { from: FIRST_FEE[length], rule: SQUARED },
  { from: since(2026, 3, 30), rule: { ratePpm: 72_000, exponent: 1 } },
  { from: since(2026, 5, 26), rule: { ratePpm: 70_000, exponent: 1 } },
];

const SPOT: SettlementRule = { kind: 'spot', source: 'chainlink' };
const twap = (lookbackMs: number): SettlementRule => ({ kind: 'twap', source: 'chainlink', lookbackMs });
const TWAP_FROM = since(2026, 8, 7);

/** Facts 4.1 and 3.1: the hour settles on Binance's candle and never moved to the TWAP. */
const SETTLEMENTS: Readonly<Record<WindowLength, readonly Dated<SettlementRule>[]>> = {
  '5m': [
    { from: ALWAYS, rule: SPOT },
    { from: TWAP_FROM, rule: twap(30_000) },
    { from: since(2026, 8, 14), rule: twap(60_000) },
  ],
  '15m': [
    { from: ALWAYS, rule: SPOT },
    { from: TWAP_FROM, rule: twap(60_000) },
  ],
  '1h': [{ from: ALWAYS, rule: { kind: 'spot', source: 'binance' } }],
  '4h': [
    { from: ALWAYS, rule: SPOT },
    { from: TWAP_FROM, rule: twap(60_000) },
  ],
};

/**
 * Facts 5.7. Two of the dates are known by the month only ("until about February", "spring 2026"); there the
 * longer delay is taken for the whole of the doubtful time. The value of today is UNVERIFIED: configuration
 * can override it.
 */
const TAKER_DELAYS: readonly Dated<number>[] = [
  { from: ALWAYS, rule: 500 },
  { from: since(2026, 3, 1), rule: 0 },
  { from: since(2026, 3, 20), rule: 250 },
  { from: since(2026, 8, 17, 11), rule: 50 },
  { from: since(2026, 9, 4, 14), rule: 150 },
];

function ruleAt<T>(history: readonly Dated<T>[], at: EpochMs): T {
  // The first entry of every history holds from ALWAYS.
  return (history.findLast(({ from }) => from <= at) as Dated<T>).rule;
}

/**
 * The venue's rules for `window`: those of the day it opened, overridden by what the market declares.
 * A market that declares a TWAP settles on it; one that declares none keeps the dated rule.
 */
export function rulesFor(window: Window, declared: DeclaredRules = {}, takerDelayMs?: number): VenueRules {
  const { length } = window.series;
  const at = window.openAt;
  return {
    fee: declared.fee ?? ruleAt(fees(length), at),
    settlement:
      declared.twapLookbackMs === undefined ? ruleAt(SETTLEMENTS[length], at) : twap(declared.twapLookbackMs),
    takerDelayMs: takerDelayMs ?? ruleAt(TAKER_DELAYS, at),
    tickSize: declared.tickSize ?? price(100),
    minSize: declared.minSize ?? microShares(5_000_000),
    minNotional: microUsdc(1_000_000),
  };
}
