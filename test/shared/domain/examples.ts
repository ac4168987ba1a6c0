import type { Account, Position } from '../../../shared/domain/ledger/account.ts';
import { type Applied, apply } from '../../../shared/domain/ledger/apply.ts';
import type { VenueRules } from '../../../shared/domain/market/market.ts';
import { windowAt } from '../../../shared/domain/market/window.ts';
import { microShares, microUsdc, price } from '../../../shared/domain/units/money.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';

export const instant = (iso: string) => epochMs(Date.parse(iso));
/** The 15-minute window of facts 3.4: btc-updown-15m-1790616600. */
export const quarter = windowAt({ asset: 'btc', length: '15m' }, instant('2026-09-28T17:30:00Z'));
/** `seconds` after the open of {@link quarter}. */
export const secondsIn = (seconds: number) => epochMs(quarter.openAt + seconds * 1_000);

export const usd = (dollars: number) => microUsdc(Math.round(dollars * 1_000_000));
export const shares = (count: number) => microShares(Math.round(count * 1_000_000));
export const cents = (count: number) => price(Math.round(count * 100));
export const level = (at: number, size: number) => ({ price: cents(at), size: shares(size) });

/** The rules of September 2026 (facts 4.1, 5.1, 5.7, 2.5). */
export const september: VenueRules = {
  fee: { ratePpm: 70_000, exponent: 1 },
  settlement: { kind: 'twap', source: 'chainlink', lookbackMs: 60_000 },
  takerDelayMs: 150,
  tickSize: price(100),
  minSize: shares(5),
  minNotional: usd(1),
};
export const noFee = { ratePpm: 0, exponent: 1 } as const;

/** An account of `capital` dollars, as if it had since become `change`. */
export function accountOf(capital: number, change: Partial<Account> = {}): Account {
  const applied = apply(undefined, { kind: 'opened', capital: usd(capital) }, quarter.openAt);
  return { ...(applied as Extract<Applied, { kind: 'applied' }>).account, ...change };
}

/** A position that cost `cost` dollars and no fee. */
export const position = (cost: number): Position => ({
  side: 'up',
  shares: shares(cost * 2),
  cost: usd(cost),
  fee: usd(0),
  openedAt: quarter.openAt,
  orderId: '0x1',
  reservation: { amount: usd(cost), stake: usd(cost), at: quarter.openAt },
});
