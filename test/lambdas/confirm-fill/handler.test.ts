import { describe, expect, test } from 'vitest';
import { makeConfirmFill } from '../../../lambdas/confirm-fill/handler.ts';
import { StoreUnavailableError, VenueUnavailableError } from '../../../shared/contracts/errors.ts';
import { InvariantError } from '../../../shared/domain/units/invariant.ts';
import { secondsIn } from '../../shared/domain/examples.ts';
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
    const { deps } = await rig();
    const confirm = makeConfirmFill(deps)({ ...ofWindow, orderId: '0xother' });
    await expect(confirm).rejects.toThrow(VenueUnavailableError);
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
