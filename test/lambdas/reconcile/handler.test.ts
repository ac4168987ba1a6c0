import { describe, expect, test } from 'vitest';
import { makeConfirmFill } from '../../../lambdas/confirm-fill/handler.ts';
import { makeReconcile } from '../../../lambdas/reconcile/handler.ts';
import { makeRecordSkip } from '../../../lambdas/record-skip/handler.ts';
import { makeSettlePosition } from '../../../lambdas/settle-position/handler.ts';
import { StoreUnavailableError, VenueUnavailableError } from '../../../shared/contracts/errors.ts';
import { post } from '../../../shared/ports/post.ts';
import type { TaskName } from '../../../shared/workflow/trade-window.ts';
import { secondsIn, usd } from '../../shared/domain/examples.ts';
import { makeWorld, type World } from '../fakes.ts';
import { carry, ofWindow, prosperous, windowId } from '../trade.ts';

/** A window whose execution ended after `last`, `second` seconds after its open; it closes at 900. */
async function rig(last: TaskName, second = 1_020, told: Partial<World['told']> = {}) {
  const world = await makeWorld();
  prosperous(world);
  await carry(world, last);
  await world.clock.advance(secondsIn(second));
  Object.assign(world.told, told);
  const { deps } = world;
  const reconcile = makeReconcile({
    ...deps,
    confirm: makeConfirmFill(deps),
    release: makeRecordSkip(deps),
    settle: makeSettlePosition({ ...deps, parameters: deps.risk }),
  });
  const account = () => world.ledger.list().at(-1)?.account;
  return { ...world, reconcile, account };
}
const silent = { winner: undefined };
const unprinted = { ...silent, strike: undefined, final: undefined };
const HOUR = 3_600;

describe('a position that nobody settled', () => {
  test('is settled by the word of the venue, and that is reported', async () => {
    const { reconcile, account, notifier } = await rig('confirm-fill');
    expect(await reconcile()).toEqual({ windows: [{ windowId, outcome: 'up' }] });
    // 344.82 shares for 205.87548 won
    expect(account()).toMatchObject({ cash: usd(10_138.947587), positions: {}, wins: 1 });
    expect(notifier.alerts).toMatchObject([
      { severity: 'info', message: `${windowId}: settled as up, 138.947587 USD` },
    ]);
  });

  test('is left to its execution until two minutes after the close', async () => {
    const { reconcile, ledger } = await rig('confirm-fill', 1_019.999);
    expect(await reconcile()).toEqual({ windows: [] });
    expect(ledger.kinds()).toEqual(['opened', 'reserved', 'filled']);
  });

  test.each<[string, Partial<World['told']>, (world: World) => void]>([
    ['the venue has not resolved it', silent, () => {}],
    [
      'the listing cannot be reached',
      {},
      ({ deps }) => {
        deps.catalog.resolution = () => Promise.reject(new VenueUnavailableError('no answer'));
      },
    ],
  ])('stays open while %s, and for hours nobody is told', async (_, told, prepare) => {
    const world = await rig('confirm-fill', 900 + 6 * HOUR - 1, told);
    prepare(world);
    expect(await world.reconcile()).toMatchObject({ windows: [{ windowId, outcome: 'open' }] });
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved', 'filled']);
    expect(world.notifier.alerts).toEqual([]);
    await world.clock.advance(secondsIn(900 + 6 * HOUR));
    // Our own prints know.
    expect(await world.reconcile()).toEqual({ windows: [{ windowId, outcome: 'up' }] });
    expect(world.account()).toMatchObject({ positions: {} });
  });

  test('is reported once when after hours nobody knows who won, and settled when somebody does', async () => {
    const { reconcile, notifier, told, account, clock } = await rig(
      'confirm-fill',
      900 + 6 * HOUR,
      unprinted,
    );
    const messages: string[] = [];
    notifier.notify = async ({ message }) => void messages.push(message);
    expect(await reconcile()).toEqual({ windows: [{ windowId, outcome: 'unknown' }] });
    expect(await reconcile()).toEqual({ windows: [{ windowId, outcome: 'unknown' }] });
    expect(messages).toEqual([`${windowId}: nobody says who won`]);
    await clock.advance(secondsIn(900 + 100 * HOUR));
    told.winner = 'up';
    expect(await reconcile()).toEqual({ windows: [{ windowId, outcome: 'up' }] });
    expect(account()).toMatchObject({ cash: usd(10_138.947587), positions: {} });
  });
});

describe('money that is still set aside', () => {
  test('is given back where no order was kept', async () => {
    const { reconcile, account, notifier } = await rig('approve-risk');
    expect(await reconcile()).toEqual({ windows: [{ windowId, outcome: 'released' }] });
    expect(account()).toMatchObject({ cash: usd(10_000), reservations: {}, positions: {} });
    expect(notifier.alerts).toHaveLength(1);
  });

  test('becomes the position that the venue tells of, which is settled', async () => {
    const { reconcile, account, ledger } = await rig('place-order');
    expect(await reconcile()).toEqual({ windows: [{ windowId, outcome: 'up' }] });
    expect(ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled']);
    expect(account()).toMatchObject({ cash: usd(10_138.947587), reservations: {}, positions: {} });
  });

  test('is given back where the venue does not know the order, and the order says so', async () => {
    const { reconcile, account, windows, venue } = await rig('place-order');
    venue.placed.length = 0;
    expect(await reconcile()).toEqual({ windows: [{ windowId, outcome: 'released' }] });
    expect(await windows.of(windowId, 'order')).toMatchObject([
      { status: 'unmatched', reason: 'never-arrived', fills: [] },
    ]);
    expect(account()).toMatchObject({ cash: usd(10_000), reservations: {} });
  });

  test('stays there while the venue holds the order', async () => {
    const { reconcile, ledger, venue } = await rig('place-order');
    venue.end = { status: 'delayed', fills: [] };
    expect(await reconcile()).toMatchObject({ windows: [{ windowId, outcome: 'open' }] });
    expect(ledger.kinds()).toEqual(['opened', 'reserved']);
  });

  test('is turned into the fill that was recorded though its window was settled meanwhile', async () => {
    const { reconcile, account, deps, ledger } = await rig('place-order');
    const append = ledger.append.bind(ledger);
    ledger.append = () => Promise.reject(new StoreUnavailableError('killed'));
    await expect(makeConfirmFill(deps)({ ...ofWindow, orderId: null })).rejects.toThrow('killed');
    ledger.append = append;
    await makeSettlePosition({ ...deps, parameters: deps.risk })({ ...ofWindow, giveUp: false });
    expect(ledger.kinds()).toEqual(['opened', 'reserved']);
    await reconcile();
    expect(ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled']);
    expect(account()).toMatchObject({ cash: usd(10_138.947587), reservations: {}, positions: {} });
  });
});

describe('a window that we settled by our own prints', () => {
  async function settledByUs() {
    const world = await rig('confirm-fill', 2 * HOUR, silent);
    await makeSettlePosition({ ...world.deps, parameters: world.risk })({ ...ofWindow, giveUp: true });
    return world;
  }

  test('is asked for until the venue has spoken', async () => {
    const { reconcile, told } = await settledByUs();
    expect(await reconcile()).toMatchObject({ windows: [{ windowId, outcome: 'open' }] });
    told.winner = 'up';
    expect(await reconcile()).toEqual({ windows: [{ windowId, outcome: 'up' }] });
    expect(await reconcile()).toEqual({ windows: [] });
  });

  test('halts its series when the venue contradicts it', async () => {
    const { reconcile, told, account } = await settledByUs();
    told.winner = 'down';
    expect(await reconcile()).toEqual({ windows: [{ windowId, outcome: 'up' }] });
    expect(account()?.halts).toMatchObject([{ breaker: 'outcome', series: 'btc-15m' }]);
  });
});

test('what is settled is left alone, and so is an account that was never opened', async () => {
  const { reconcile, ledger, deps } = await rig('settle-position');
  const before = ledger.list();
  expect(await reconcile()).toEqual({ windows: [] });
  expect(ledger.list()).toEqual(before);
  const unopened = { ...deps, ledger: { ...ledger, head: async () => undefined } as never };
  expect(await makeReconcile(unopened as never)()).toEqual({ windows: [] });
});

test('a window that cannot be settled keeps no other from it', async () => {
  const { reconcile, ledger, clock } = await rig('confirm-fill');
  const of = { windowId: 'aaa-15m-1', amount: usd(1), stake: usd(1) };
  await post(ledger, { kind: 'reserved', ...of }, clock.now());
  await expect(reconcile()).rejects.toThrow('aaa-15m-1 was opened before money was set aside for it');
  expect(ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'reserved', 'settled']);
});
