import type { Account, Breaker, Halt } from '../ledger/account.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import type { EpochMs } from '../units/time.ts';
import { activeHalts } from './breakers.ts';

/** What a person does to an account by hand: who, and why. */
export type Control = {
  readonly reason: string;
  readonly by: string;
} & (
  | { readonly kind: 'pause' | 'kill' }
  /** Without `breaker` it lifts every halt that has no end of its own. */
  | { readonly kind: 'resume'; readonly breaker?: Breaker }
);

const BY_HAND: Readonly<Record<'pause' | 'kill', Pick<Halt, 'breaker' | 'severity'>>> = {
  pause: { breaker: 'pause', severity: 'medium' },
  kill: { breaker: 'kill-switch', severity: 'critical' },
};

/** The events that `control` comes to on `account`; none when there is nothing to lift. */
export function controlEvents(
  control: Control,
  account: Account,
  now: EpochMs,
): readonly Extract<LedgerEvent, { kind: 'halted' | 'resumed' }>[] {
  const { reason, by } = control;
  if (control.kind !== 'resume')
    return [{ kind: 'halted', halt: { ...BY_HAND[control.kind], since: now, reason, by } }];
  const { breaker: named } = control;
  return activeHalts(account, now)
    .filter(({ breaker, until }) => (named === undefined ? until === undefined : breaker === named))
    .map(({ breaker }) => ({ kind: 'resumed', breaker, reason, by }));
}
