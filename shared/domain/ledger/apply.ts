import { assertNever, invariant } from '../units/invariant.ts';
import { type MicroUsdc, microUsdc } from '../units/money.ts';
import { type EpochMs, HOUR_MS, utcDay } from '../units/time.ts';
import { type Account, available, equity, type Halt, type Position } from './account.ts';
import type { LedgerEvent } from './event.ts';

/** Either the account after the event, or the finding that the account already knows it. */
export type Applied = { readonly kind: 'applied'; readonly account: Account } | { readonly kind: 'already' };

type EventOf<Kind extends LedgerEvent['kind']> = Extract<LedgerEvent, { kind: Kind }>;

const ALREADY: Applied = { kind: 'already' };
const applied = (account: Account): Applied => ({ kind: 'applied', account });

/**
 * The account after `event` at `at`; undefined stands for an account not yet opened. Telling an account the same
 * thing twice is 'already', so that a step that is run again after a crash changes nothing. Anything else that cannot
 * be (a fill without a reservation, a second fill that is not the first, money that is not there) is an InvariantError.
 */
export function apply(account: Account | undefined, event: LedgerEvent, at: EpochMs): Applied {
  if (event.kind === 'opened') return account === undefined ? applied(opened(event.capital, at)) : ALREADY;
  invariant(account !== undefined, 'an account is opened before anything else');
  const today = withDay(account, at);
  switch (event.kind) {
    case 'reserved':
      return reserve(today, event, at);
    case 'released':
      return release(today, event);
    case 'filled':
      return fill(today, event, at);
    case 'settled':
      return settle(today, event);
    case 'halted':
      return halt(today, event);
    case 'resumed':
      return resume(today, event);
    default:
      return assertNever(event);
  }
}

function opened(capital: MicroUsdc, at: EpochMs): Account {
  invariant(capital > 0, 'an account opens with money');
  const zero = microUsdc(0);
  return {
    cash: capital,
    reservations: {},
    positions: {},
    realizedPnl: zero,
    fees: zero,
    wins: 0,
    losses: 0,
    consecutiveWins: 0,
    consecutiveLosses: 0,
    lockoutTrades: 0,
    lastStake: zero,
    entries: [],
    day: utcDay(at),
    dayStartEquity: capital,
    peakEquity: capital,
    halts: [],
  };
}

/**
 * The account on the day of `at`: a new UTC day starts from the equity it finds.
 * @public Its own test turns the day without an event.
 */
export function withDay(account: Account, at: EpochMs): Account {
  const day = utcDay(at);
  return day <= account.day ? account : { ...account, day, dayStartEquity: equity(account) };
}

function reserve(account: Account, { windowId, amount, stake }: EventOf<'reserved'>, at: EpochMs): Applied {
  const known = account.reservations[windowId] ?? account.positions[windowId]?.reservation;
  if (known !== undefined) {
    const same = known.amount === amount && known.stake === stake;
    invariant(same, `${windowId} is reserved once, and not with other amounts`);
    return ALREADY;
  }
  invariant(amount > 0 && amount <= available(account), 'a reservation is covered by available cash');
  return applied({
    ...account,
    reservations: { ...account.reservations, [windowId]: { amount, stake, at } },
  });
}

function release(account: Account, { windowId }: EventOf<'released'>): Applied {
  if (!(windowId in account.reservations)) return ALREADY;
  return applied({ ...account, reservations: without(account.reservations, windowId) });
}

function fill(account: Account, event: EventOf<'filled'>, at: EpochMs): Applied {
  const { windowId, orderId, side, shares, cost, fee } = event;
  const held = account.positions[windowId];
  if (held !== undefined) {
    invariant(
      isFillOf(held, event),
      `${windowId} is filled once, and not by another order or with other amounts`,
    );
    return ALREADY;
  }
  const reservation = account.reservations[windowId];
  invariant(reservation !== undefined, `a fill in ${windowId} has a reservation`);
  invariant(shares > 0 && cost > 0 && fee >= 0, 'a fill has shares and a cost');
  invariant(cost + fee <= reservation.amount, 'a fill costs no more than was reserved');
  return applied({
    ...account,
    cash: microUsdc(account.cash - cost - fee),
    fees: microUsdc(account.fees + fee),
    reservations: without(account.reservations, windowId),
    positions: {
      ...account.positions,
      [windowId]: { side, shares, cost, fee, openedAt: at, orderId, reservation },
    },
    entries: [...account.entries.filter((entry) => at - entry < HOUR_MS), at],
    lastStake: reservation.stake,
    lockoutTrades: Math.max(0, account.lockoutTrades - 1),
  });
}

const isFillOf = (held: Position, event: EventOf<'filled'>): boolean =>
  (['orderId', 'side', 'shares', 'cost', 'fee'] as const).every((field) => held[field] === event[field]);

/** A winning share pays one dollar, a losing one nothing. A position that breaks even counts as a loss. */
function settle(account: Account, event: EventOf<'settled'>): Applied {
  const position = account.positions[event.windowId];
  if (position === undefined) return ALREADY;
  const payout = position.side === event.outcome ? position.shares : 0;
  const pnl = payout - position.cost - position.fee;
  const won = pnl > 0;
  const consecutiveWins = won ? account.consecutiveWins + 1 : 0;
  const settled: Account = {
    ...account,
    cash: microUsdc(account.cash + payout),
    realizedPnl: microUsdc(account.realizedPnl + pnl),
    positions: without(account.positions, event.windowId),
    wins: account.wins + (won ? 1 : 0),
    losses: account.losses + (won ? 0 : 1),
    consecutiveWins,
    consecutiveLosses: won ? 0 : account.consecutiveLosses + 1,
    lockoutTrades:
      consecutiveWins > 0 && consecutiveWins % event.lockoutWins === 0
        ? event.lockoutTrades
        : account.lockoutTrades,
  };
  return applied({ ...settled, peakEquity: microUsdc(Math.max(account.peakEquity, equity(settled))) });
}

function halt(account: Account, event: EventOf<'halted'>): Applied {
  const isSame = ({ breaker, series }: Halt): boolean =>
    breaker === event.halt.breaker && series === event.halt.series;
  const same = account.halts.find(isSame);
  if (same !== undefined && (same.until === undefined || same.until > event.halt.since)) return ALREADY;
  const others = account.halts.filter((each) => !isSame(each));
  return applied({ ...account, halts: [...others, event.halt] });
}

/** A resume from the drawdown breaker accepts the loss: the peak is measured anew from today's equity. */
function resume(account: Account, { breaker }: EventOf<'resumed'>): Applied {
  const halts = account.halts.filter((each) => each.breaker !== breaker);
  if (halts.length === account.halts.length) return ALREADY;
  return applied({
    ...account,
    halts,
    peakEquity: breaker === 'drawdown' ? equity(account) : account.peakEquity,
  });
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = record;
  return rest;
}
