import { type Account, available, equity, exposure } from '../ledger/account.ts';
import { feePerShare } from '../market/fee.ts';
import type { VenueRules } from '../market/market.ts';
import type { Side } from '../market/side.ts';
import type { Criterion, SkipReason } from '../signal/criterion.ts';
import { SKIP_REASONS } from '../signal/criterion.ts';
import {
  CENT,
  type MicroUsdc,
  microUsdc,
  mulDivCeil,
  mulDivFloor,
  PRICE_ONE,
  type Price,
} from '../units/money.ts';
import { type EpochMs, HOUR_MS } from '../units/time.ts';
import { type ApiHealth, activeHalts, apiUnhealthy } from './breakers.ts';
import { kellyFraction } from './kelly.ts';
import type { RiskParameters } from './parameters.ts';

/** An entry that asks to be allowed. */
export interface EntryRequest {
  /** Of the window, such as 'btc-15m'. */
  readonly series: string;
  readonly side: Side;
  readonly probability: number;
  /** The worst price that may be paid. */
  readonly limit: Price;
  /** Expected drift against us until the fill, dollars a share. */
  readonly drift: number;
  /** Dollars on offer at the limit or better. */
  readonly depth: MicroUsdc;
  readonly sigma: number;
  readonly acceptingOrders: boolean;
}

export type Approval =
  | {
      readonly kind: 'approved';
      /** Dollars to spend, whole cents, before the fee. */
      readonly stake: MicroUsdc;
      /** What the stake can cost at most, fee included: set aside in the ledger. */
      readonly reserve: MicroUsdc;
      /** Fraction of equity the Kelly rule asked for, after the multiplier. */
      readonly kelly: number;
      readonly criteria: readonly Criterion[];
    }
  | { readonly kind: 'rejected'; readonly reason: SkipReason; readonly criteria: readonly Criterion[] };

/** Whether and with how much to enter. Every limit rounds the stake down. */
export function approve(
  request: EntryRequest,
  account: Account,
  context: { parameters: RiskParameters; rules: VenueRules; health: ApiHealth; now: EpochMs },
): Approval {
  const { parameters, rules, health, now } = context;
  const halts = activeHalts(account, now)
    .filter(({ series }) => series === undefined || series === request.series)
    .map(({ breaker }) => breaker as string);
  if (apiUnhealthy(health, parameters)) halts.push('api-errors');
  const { stake, kelly, bound } = sized(request, account, context);
  const open = Object.keys(account.positions).length + Object.keys(account.reservations).length;
  // What is set aside for an order is an entry under way.
  const entries = [...account.entries, ...Object.values(account.reservations).map(({ at }) => at)];
  const lastHour = entries.filter((at) => now - at < HOUR_MS).length;
  const refusal = refusedBy({ stake, bound, open, lastHour }, context);
  const criteria: Criterion[] = [
    {
      name: 'venue-open',
      ok: request.acceptingOrders,
      value: request.acceptingOrders ? 'accepting orders' : 'not accepting orders',
      limit: 'accepting orders',
    },
    { name: 'breakers', ok: halts.length === 0, value: halts.join(', ') || 'none', limit: 'none' },
    {
      name: 'risk',
      ok: refusal === undefined,
      value: refusal ?? `${stake / 1e6} USDC, bound by ${bound}`,
      limit: 'within limits',
    },
  ];
  const failed = criteria.find(({ ok }) => !ok);
  if (failed !== undefined) return { kind: 'rejected', reason: SKIP_REASONS[failed.name], criteria };
  return { kind: 'approved', stake, reserve: withFee(stake, rules), kelly, criteria };
}

function refusedBy(
  { stake, bound, open, lastHour }: { stake: MicroUsdc; bound: string; open: number; lastHour: number },
  { parameters, rules }: { parameters: RiskParameters; rules: VenueRules },
): string | undefined {
  if (open >= parameters.maxConcurrent) return `${open} positions are open`;
  if (lastHour >= parameters.maxTradesPerHour) return `${lastHour} trades in the last hour`;
  if (stake < rules.minNotional) return `${stake / 1e6} USDC (${bound}) is below the venue's minimum`;
  return undefined;
}

function sized(
  request: EntryRequest,
  account: Account,
  { parameters, rules }: { parameters: RiskParameters; rules: VenueRules },
): { stake: MicroUsdc; kelly: number; bound: string } {
  const worth = equity(account);
  const at = request.limit / PRICE_ONE;
  const cost = at + feePerShare(at, rules.fee) + request.drift;
  const kelly = parameters.kellyMultiplier * kellyFraction(request.probability, cost);
  const bounds: readonly Bound[] = [
    ['Kelly', worth * kelly],
    ['share of capital a trade', worth * parameters.maxPerTradePct],
    ['dollars a trade', parameters.maxPerTradeAbs],
    ['exposure', worth * parameters.maxExposurePct - exposure(account)],
    ['depth at the limit', request.depth],
    ['cash', mulDivFloor(available(account), PPM, PPM + rules.fee.ratePpm)],
  ];
  const scaled = scale(bounds.reduce(smaller), request.sigma, account, parameters);
  // The last stake was scaled in its turn: scaled again it would shrink with every loss until nothing may be traded.
  const [bound, dollars] =
    account.consecutiveLosses > 0 ? smaller(scaled, ['no larger after a loss', account.lastStake]) : scaled;
  return { stake: wholeCents(dollars), kelly, bound };
}

/** What limits a stake, and to how much, in millionths of a dollar. */
type Bound = readonly [name: string, dollars: number];

const smaller = (a: Bound, b: Bound): Bound => (b[1] < a[1] ? b : a);

/**
 * The stake after all caps, made smaller by volatility above the reference and by a profit lockout: $200 at twice the
 * reference while profit is locked in is $50. Scaling what Kelly asks for would do nothing wherever a cap is smaller.
 */
function scale(
  [bound, dollars]: Bound,
  sigma: number,
  account: Account,
  { referenceSigma, lockoutFactor }: RiskParameters,
): Bound {
  const calm = Math.min(1, referenceSigma / sigma);
  const lockout = account.lockoutTrades > 0 ? lockoutFactor : 1;
  const why = [
    ...(calm < 1 ? [`times ${shown(calm)} for volatility`] : []),
    ...(lockout < 1 ? [`times ${shown(lockout)} for the profit lockout`] : []),
  ];
  return [[bound, ...why].join(', '), dollars * calm * lockout];
}

const shown = (factor: number): number => Math.round(factor * 1_000) / 1_000;

const wholeCents = (dollars: number): MicroUsdc => microUsdc(Math.max(0, Math.floor(dollars / CENT)) * CENT);

const PPM = 1_000_000;

/** Stake plus the highest fee that buying with it can cost: stake/p * rate * (p(1-p))^e is below stake * rate. */
function withFee(stake: MicroUsdc, { fee }: VenueRules): MicroUsdc {
  return microUsdc(stake + mulDivCeil(stake, fee.ratePpm, PPM));
}
