import { describe, expect, test } from 'vitest';
import { localTasks } from '../../local/tasks.ts';
import { parseReference } from '../../shared/domain/units/spot.ts';
import { secondsIn } from '../shared/domain/examples.ts';
import { makeWorld, type World } from './fakes.ts';
import { carry, ofWindow, orderId, prosperous, TRADE, windowId } from './trade.ts';

const state = async ({ windows, ledger, notifier, venue }: World) => ({
  records: await windows.records(windowId),
  entries: ledger.list(),
  alerts: notifier.alerts.length,
  orders: new Set(venue.placed.map(({ id }) => id)),
});

const steps = TRADE.map(({ task }) => task);
/** Each task after every part of the trade that it has had a place in. */
const repetitions = steps.flatMap((last, index) =>
  steps.slice(0, index + 1).map((again) => [again, last] as const),
);

describe('after once is after twice', () => {
  // A signal that is judged again later is another decision; all others find what they did.
  test.each(repetitions.filter(([again, last]) => again !== 'evaluate-signal' || again === last))(
    '%s, run again when %s is done',
    async (again, last) => {
      const world = await makeWorld();
      prosperous(world);
      const outputs = await carry(world, last);
      const once = await state(world);
      const step = TRADE.find(({ task }) => task === again);
      const output = await localTasks(world.deps)[again](step?.input(outputs));
      expect(await state(world)).toEqual(once);
      if (again !== 'place-order') expect(output).toEqual(outputs[again]);
    },
  );

  test.each(repetitions)('%s, run again long after %s, moves no money', async (again, last) => {
    const world = await makeWorld();
    prosperous(world);
    const outputs = await carry(world, last);
    const entries = world.ledger.list();
    await world.clock.advance(secondsIn(2_000));
    await localTasks(world.deps)[again](TRADE.find(({ task }) => task === again)?.input(outputs));
    expect(world.ledger.list().slice(0, entries.length)).toEqual(entries);
    // An order that was held when the clock stood still is filled by then.
    expect(world.ledger.list()).toHaveLength(entries.length);
  });

  test('record-skip and raise-alert, at any later time', async () => {
    const world = await makeWorld();
    const tasks = localTasks(world.deps);
    prosperous(world);
    await carry(world, 'place-order');
    world.venue.end = { status: 'unmatched', fills: [] };
    await world.clock.advance(secondsIn(241));
    await tasks['confirm-fill']({ ...ofWindow, orderId });
    const skip = () => tasks['record-skip']({ ...ofWindow, reason: 'not-filled' });
    const raise = () => tasks['raise-alert']({ ...ofWindow, error: { Error: 'StoreUnavailableError' } });
    expect(await skip()).toEqual({ released: true });
    await raise();
    const once = await state(world);
    await world.clock.advance(secondsIn(300));
    expect(await skip()).toEqual({ released: false });
    await raise();
    expect(await state(world)).toEqual(once);
  });

  test('settle-position, when a breaker that it tripped has expired since', async () => {
    const world = await makeWorld({ maxConsecutiveLosses: 1 });
    prosperous(world);
    Object.assign(world.told, { winner: 'down', final: parseReference('59000') });
    await carry(world, 'settle-position');
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled', 'halted']);
    await world.clock.advance(secondsIn(20_000));
    await localTasks(world.deps)['settle-position']({ ...ofWindow, giveUp: false });
    expect(world.ledger.list()).toHaveLength(5);
  });
});
