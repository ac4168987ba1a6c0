import { expect, test } from 'vitest';
import { makePlaceOrder } from '../../../lambdas/place-order/handler.ts';
import {
  StaleDecisionError,
  StoreUnavailableError,
  VenueUnavailableError,
} from '../../../shared/contracts/errors.ts';
import { evaluate } from '../../../shared/domain/signal/evaluate.ts';
import { InvariantError } from '../../../shared/domain/units/invariant.ts';
import { cents, quarter, secondsIn, september, usd } from '../../shared/domain/examples.ts';
import { makeWorld } from '../fakes.ts';
import { fill, market, ofWindow, orderId, snapshotAt, windowId } from '../trade.ts';

async function rig() {
  const world = await makeWorld({ orderType: 'FOK' });
  const at = secondsIn(240);
  world.clock.set(at);
  const decision = evaluate(quarter, september, snapshotAt(at), world.signal);
  const approval = { kind: 'approved', stake: usd(200) } as const;
  const input = { ...ofWindow, market, signal: { at, decision }, approval };
  return { ...world, input, place: makePlaceOrder(world.deps) };
}
const kept = {
  kind: 'order',
  at: secondsIn(240),
  order: {
    id: orderId,
    windowId,
    side: 'up',
    token: '7270',
    type: 'FOK',
    // two cents above the best ask
    limit: cents(60),
    stake: usd(200),
    tickSize: cents(1),
    createdAt: secondsIn(240),
  },
  makerAmount: '200000000',
  // 200 / 0.60 shares, cut to four decimals
  takerAmount: '333333300',
};

test('an order is kept and then sent', async () => {
  const { place, input, windows, venue } = await rig();
  expect(await place(input)).toEqual({ orderId, status: 'delayed' });
  expect(venue.placed).toEqual([kept.order]);
  expect(await windows.of(windowId, 'order')).toEqual([
    { ...kept, status: 'delayed', matchAt: secondsIn(240.4), fills: [] },
  ]);
});

test('an order that could not be kept is not sent', async () => {
  const { place, input, windows, venue } = await rig();
  windows.failure = new StoreUnavailableError('down');
  await expect(place(input)).rejects.toThrow(StoreUnavailableError);
  expect(venue.placed).toEqual([]);
});

test('an order whose sending failed stays kept, and is sent again under the same id', async () => {
  const { place, input, windows, venue, clock } = await rig();
  venue.failure = new VenueUnavailableError('timeout');
  await expect(place(input)).rejects.toThrow(VenueUnavailableError);
  expect(await windows.of(windowId, 'order')).toEqual([{ ...kept, status: 'created', fills: [] }]);
  venue.failure = undefined;
  clock.set(secondsIn(250));
  await place({ ...input, approval: { kind: 'approved', stake: usd(1) } });
  expect(venue.placed).toEqual([kept.order]);
});

test('an order that is at its end is not sent again, even to a venue that has forgotten it', async () => {
  const { place, input, windows, venue } = await rig();
  await windows.put(windowId, { ...kept, status: 'matched', fills: [fill] } as never);
  expect(await place(input)).toEqual({ orderId, status: 'matched' });
  expect(venue.placed).toEqual([]);
});

test('an order that was sent is not sent again, whatever became of it', async () => {
  const { place, input, windows, venue } = await rig();
  for (const status of ['delayed', 'unknown'] as const) {
    await windows.put(windowId, { ...kept, status, fills: [] } as never);
    expect(await place(input)).toEqual({ orderId, status });
  }
  expect(venue.placed).toEqual([]);
});

test.each(['new', 'kept'])(
  'nothing is sent on a decision of more than ten seconds ago: %s',
  async (order) => {
    const { place, input, windows, venue, clock } = await rig();
    if (order === 'kept') await windows.put(windowId, { ...kept, status: 'created', fills: [] } as never);
    const before = await windows.records(windowId);
    clock.set(secondsIn(250.001));
    await expect(place(input)).rejects.toThrow(StaleDecisionError);
    expect(venue.placed).toEqual([]);
    expect(await windows.records(windowId)).toEqual(before);
  },
);

test('only an entry is ordered', async () => {
  const { place, input } = await rig();
  const wait = { kind: 'wait', reason: 'no-edge', criteria: [] } as const;
  await expect(place({ ...input, signal: { ...input.signal, decision: wait } })).rejects.toThrow(
    InvariantError,
  );
});
