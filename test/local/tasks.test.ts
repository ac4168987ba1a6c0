import { describe, expect, test } from 'vitest';
import { localTasks } from '../../local/tasks.ts';
import { InvalidTaskInputError } from '../../shared/contracts/errors.ts';
import type { TaskName } from '../../shared/workflow/trade-window.ts';
import { makeWorld } from '../lambdas/fakes.ts';
import { carry, ofWindow, prosperous, snapshotAt } from '../lambdas/trade.ts';
import { cents, level, secondsIn, september } from '../shared/domain/examples.ts';

const names = Object.keys(localTasks((await makeWorld()).deps)) as TaskName[];

const at = secondsIn(240);

describe('the tasks of this process', () => {
  test.each(names)('refuse an input that their contract does not allow: %s', async (name) => {
    const task = localTasks((await makeWorld()).deps)[name];
    const run = task({ ...ofWindow, window: { ...ofWindow.window, openAt: 'soon' } });
    await expect(run).rejects.toThrow(InvalidTaskInputError);
    await expect(run).rejects.toThrow(new RegExp(`^${name}: `));
  });

  test.each<[string, object, object]>([
    ['a tick size of 0 in the rules', { tickSize: cents(0) }, {}],
    ['a tick size of 0 in the snapshot', {}, { tickSize: cents(0) }],
    ['a price of 0 in the book', {}, { books: { up: { bids: [], asks: [level(0, 1)], receivedAt: at } } }],
    ['a price of 1 in the book', {}, { books: { up: { bids: [level(100, 1)], asks: [], receivedAt: at } } }],
  ])('refuse %s', async (_, rules, snapshot) => {
    const input = (change: object) => ({
      ...ofWindow,
      rules: { ...september, ...rules },
      snapshot: { ...snapshotAt(at), ...change },
    });
    const task = localTasks((await makeWorld()).deps)['evaluate-signal'];
    await expect(task(input(snapshot))).rejects.toThrow(InvalidTaskInputError);
  });

  test('judge and place with the parameters of the configuration', async () => {
    const world = await makeWorld({ maxPerTradeAbs: 50, orderType: 'FOK' });
    prosperous(world);
    const outputs = await carry(world, 'place-order');
    expect(outputs['approve-risk']).toEqual({ kind: 'approved', stake: 50_000_000 });
    expect(world.venue.placed).toMatchObject([{ type: 'FOK', createdAt: secondsIn(240) }]);
  });
});
