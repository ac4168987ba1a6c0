import { describe, expect, test } from 'vitest';
import { makeConfirmFill } from '../../../lambdas/confirm-fill/handler.ts';
import { OrderUnknownError, StoreUnavailableError } from '../../../shared/contracts/errors.ts';
import { InvariantError } from '../../../shared/domain/units/invariant.ts';
import { cents, secondsIn, shares } from '../../shared/domain/examples.ts';
import { makeWorld } from '../fakes.ts';
import { carry, fill, ofWindow, orderId, prosperous, windowId } from '../trade.ts';

/** A world in which the order has been placed, at `second`. */
async function rig(second = 241) {
  const world = await makeWorld();
  prosperous(world);
  await carry(world, 'place-order');
  await world.clock.advance(secondsIn(second));
  return { ...world, confirm: () => makeConfirmFill(world.deps)({ ...ofWindow, orderId }) };
}

describe('an order', () => {
  test('that the venue holds is pending', async () => {
    const { confirm, ledger } = await rig(240.399);
    expect(await confirm()).toEqual({ kind: 'pending' });
    expect(ledger.kinds()).toEqual(['opened', 'reserved']);
  });

  test('that was filled is booked, and its window entered', async () => {
    const { confirm, ledger, windows } = await rig();
    const { shares, cost, fee } = fill;
    expect(await confirm()).toEqual({ kind: 'filled', shares, cost, fee });
    expect(ledger.list().at(-1)?.event).toEqual({
      kind: 'filled',
      windowId,
      orderId,
      side: 'up',
      shares,
      cost,
      fee,
    });
    expect(await windows.of(windowId, 'order')).toMatchObject([
      { status: 'matched', fills: [fill], matchAt: secondsIn(240.4) },
    ]);
    expect(await windows.market(windowId)).toMatchObject({ status: 'entered' });
  });

  test('that was not filled is recorded as such, and nothing booked', async () => {
    const { confirm, ledger, windows, venue } = await rig();
    venue.end = { status: 'unmatched', fills: [] };
    expect(await confirm()).toEqual({ kind: 'nothing' });
    expect(ledger.kinds()).toEqual(['opened', 'reserved']);
    expect(await windows.of(windowId, 'order')).toMatchObject([{ status: 'unmatched', fills: [] }]);
    expect(await windows.market(windowId)).toMatchObject({ status: 'open' });
  });

  test('that the venue does not know is asked for again', async () => {
    const { confirm, venue } = await rig();
    venue.placed.length = 0;
    await expect(confirm()).rejects.toThrow(OrderUnknownError);
  });

  test('whose id nobody was given is the one that was kept', async () => {
    const { deps, ledger } = await rig();
    expect(await makeConfirmFill(deps)({ ...ofWindow, orderId: null })).toMatchObject({ kind: 'filled' });
    expect(ledger.list().at(-1)?.event).toMatchObject({ kind: 'filled', orderId });
  });

  test('that was never kept cannot exist', async () => {
    const { deps, ledger } = await rig();
    const { windows } = await makeWorld();
    const confirm = makeConfirmFill({ ...deps, windows });
    expect(await confirm({ ...ofWindow, orderId: null })).toEqual({ kind: 'no-order' });
    expect(ledger.kinds()).toEqual(['opened', 'reserved']);
  });

  test('whose end was recorded keeps it, whatever the venue says later', async () => {
    const { confirm, ledger, windows, venue } = await rig();
    const append = ledger.append.bind(ledger);
    ledger.append = () => Promise.reject(new StoreUnavailableError('killed'));
    await expect(confirm()).rejects.toThrow(StoreUnavailableError);
    ledger.append = append;
    // $200 at 48 cents would be 416.66 shares
    venue.end = { status: 'matched', fills: [{ ...fill, shares: shares(416.66), price: cents(48) }] };
    expect(await confirm()).toMatchObject({ kind: 'filled', shares: fill.shares });
    venue.end = { status: 'unmatched', fills: [] };
    expect(await confirm()).toMatchObject({ kind: 'filled', shares: fill.shares });
    expect(await windows.of(windowId, 'order')).toMatchObject([{ status: 'matched', fills: [fill] }]);
    expect(ledger.list().at(-1)?.event).toMatchObject({ kind: 'filled', shares: fill.shares });
  });

  test('that ended unwatched is recorded with that reason', async () => {
    const { confirm, windows, venue } = await rig();
    venue.end = { status: 'unmatched', fills: [], reason: 'unwatched' };
    expect(await confirm()).toEqual({ kind: 'nothing' });
    expect(await windows.of(windowId, 'order')).toMatchObject([{ status: 'unmatched', reason: 'unwatched' }]);
  });

  test('that was never kept is our own mistake', async () => {
    const { confirm, deps } = await rig();
    const { windows } = await makeWorld();
    await expect(makeConfirmFill({ ...deps, windows })({ ...ofWindow, orderId })).rejects.toThrow(
      InvariantError,
    );
    expect(await confirm()).toMatchObject({ kind: 'filled' });
  });
});

test('a fill is booked though the process died when its order was recorded', async () => {
  const { confirm, ledger } = await rig();
  const append = ledger.append.bind(ledger);
  ledger.append = () => Promise.reject(new StoreUnavailableError('killed'));
  await expect(confirm()).rejects.toThrow(StoreUnavailableError);
  ledger.append = append;
  expect(await confirm()).toMatchObject({ kind: 'filled' });
  expect(ledger.kinds()).toEqual(['opened', 'reserved', 'filled']);
});
