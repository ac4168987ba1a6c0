import { NotResolvedError, OrderUnknownError, VenueUnavailableError } from '../../shared/contracts/errors.ts';
import type { Reconcile } from '../../shared/contracts/launch.ts';
import type {
  ConfirmFill,
  InputOf,
  OutputOf,
  RecordSkip,
  SettlePosition,
} from '../../shared/contracts/tasks.ts';
import { advance } from '../../shared/domain/execution/order.ts';
import type { Account } from '../../shared/domain/ledger/account.ts';
import type { Window } from '../../shared/domain/market/window.ts';
import type { RecordOf } from '../../shared/domain/record.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import { formatUsdc, microUsdc } from '../../shared/domain/units/money.ts';
import { after, DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '../../shared/domain/units/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { Windows } from '../../shared/ports/windows.ts';

type TaskOf<Contract extends typeof ConfirmFill | typeof RecordSkip | typeof SettlePosition> = (
  input: InputOf<Contract>,
) => Promise<OutputOf<Contract>>;

export interface ReconcileDeps {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly windows: Windows;
  readonly notifier: Notifier;
  /** The workflow's own tasks: what they have done already they do not do again. */
  readonly confirm: TaskOf<typeof ConfirmFill>;
  readonly release: TaskOf<typeof RecordSkip>;
  readonly settle: TaskOf<typeof SettlePosition>;
}

type Reconciled = OutputOf<typeof Reconcile>['windows'][number];
type OfWindow = { readonly windowId: string; readonly window: Window };

/** The venue resolves within a minute and a half as a rule (facts 4.6), and the workflow asks by itself. */
const AFTER_CLOSE_MS = 2 * MINUTE_MS;
/** Longer than the workflow asks: an hour and a half, or four and a half where the listing cannot be reached. */
const GIVE_UP_MS = 6 * HOUR_MS;

/**
 * Settles what the executions of closed windows left behind: money that is still set aside, positions that are still
 * held, and windows of this day and the last that we settled by our own prints alone. Each that changes is reported.
 */
export function makeReconcile(deps: ReconcileDeps) {
  const { clock, ledger, windows, notifier } = deps;
  return async (): Promise<OutputOf<typeof Reconcile>> => {
    const now = clock.now();
    const account = (await ledger.head())?.account;
    if (account === undefined) return { windows: [] };
    const found: Reconciled[] = [];
    const failures: unknown[] = [];
    for (const windowId of await left(account, now))
      try {
        found.push(...(await reconciled(windowId, account, now)));
      } catch (error) {
        // One window that cannot be settled keeps no other from it.
        failures.push(error);
      }
    if (failures.length > 0) throw failures[0];
    return { windows: found };
  };

  async function left({ reservations, positions }: Account, now: EpochMs): Promise<readonly string[]> {
    const entered = [
      ...(await windows.ofDay(after(now, -DAY_MS), 'entered')),
      ...(await windows.ofDay(now, 'entered')),
    ];
    return [...new Set([...Object.keys(reservations), ...Object.keys(positions), ...entered])].sort();
  }

  async function reconciled(windowId: string, account: Account, now: EpochMs): Promise<Reconciled[]> {
    const market = await windows.market(windowId);
    invariant(market !== undefined, `${windowId} was opened before money was set aside for it`);
    const { window } = market;
    const closedForMs = now - window.closeAt;
    if (closedForMs < AFTER_CLOSE_MS) return [];
    const of = { windowId, window };
    const isReserved = windowId in account.reservations;
    const isLeft = isReserved || windowId in account.positions;
    try {
      if (isReserved && !(await filled(deps, of))) {
        await told(windowId, 'its order was not filled; what was set aside is released', now);
        return [{ windowId, outcome: 'released' }];
      }
      const { outcome, pnl } = await deps.settle({ ...of, giveUp: isLeft && closedForMs >= GIVE_UP_MS });
      if (isLeft && outcome !== 'unknown')
        await told(windowId, `settled as ${outcome}, ${formatUsdc(microUsdc(pnl))} USD`, now);
      return [{ windowId, outcome }];
    } catch (error) {
      if (!(error instanceof NotResolvedError || error instanceof VenueUnavailableError)) throw error;
      return [{ windowId, outcome: 'open', why: error.message }];
    }
  }

  async function told(windowId: string, what: string, at: EpochMs): Promise<void> {
    const message = `${windowId}: ${what}`;
    await notifier.notify({
      at,
      severity: 'info',
      component: 'reconcile',
      message,
      key: `reconcile ${windowId}`,
    });
  }
}

/** Whether there was an order with fills; where there was none, the reservation is given back. */
async function filled(deps: ReconcileDeps, of: OfWindow): Promise<boolean> {
  const kind = await endOf(deps, of);
  if (kind === 'pending')
    throw new VenueUnavailableError(`the venue still holds the order of ${of.windowId}`);
  if (kind === 'filled') return true;
  await deps.release({ ...of, reason: kind === 'no-order' ? 'failed' : 'not-filled' });
  return false;
}

/** The window is closed: an order that the venue does not know now will never be filled. */
async function endOf({ confirm, windows }: ReconcileDeps, of: OfWindow) {
  try {
    return (await confirm({ ...of, orderId: null })).kind;
  } catch (error) {
    if (!(error instanceof OrderUnknownError)) throw error;
    const records = await windows.records(of.windowId);
    const record = records.find((each): each is RecordOf<'order'> => each.kind === 'order');
    invariant(record !== undefined, `the order of ${of.windowId} was kept before it was sent`);
    const status = advance(record.status, 'unmatched');
    await windows.put(of.windowId, { ...record, status, reason: 'never-arrived' });
    return 'nothing';
  }
}
