import { describe, expect, test } from 'vitest';
import { makeRecordSkip } from '../../../lambdas/record-skip/handler.ts';
import type { OrderReport } from '../../../shared/ports/venue.ts';
import type { TaskName } from '../../../shared/workflow/trade-window.ts';
import { secondsIn } from '../../shared/domain/examples.ts';
import { makeWorld } from '../fakes.ts';
import { carry, fill, ofWindow, prosperous, windowId } from '../trade.ts';

async function rig(last: TaskName) {
  const world = await makeWorld();
  prosperous(world);
  await carry(world, last);
  return { ...world, skip: makeRecordSkip(world.deps) };
}

describe('what was reserved', () => {
  test('is given back when there is no order', async () => {
    const { skip, ledger, windows } = await rig('approve-risk');
    expect(await skip({ ...ofWindow, reason: 'failed' })).toEqual({ released: true });
    expect(ledger.list().at(-1)?.event).toEqual({ kind: 'released', windowId, reason: 'failed' });
    expect(ledger.list().at(-1)?.account.reservations).toEqual({});
    expect(await windows.market(windowId)).toMatchObject({ status: 'failed' });
  });

  test.each<[string, OrderReport, boolean]>([
    ['may exist', { status: 'created', fills: [] }, false],
    ['is held', { status: 'delayed', fills: [] }, false],
    ['had no answer', { status: 'unknown', fills: [] }, false],
    ['was filled', { status: 'matched', fills: [fill] }, false],
    ['found nothing', { status: 'unmatched', fills: [] }, true],
    ['was refused', { status: 'rejected', fills: [] }, true],
  ])('of an order that %s (%o) is given back: %s', async (_, report, released) => {
    const { skip, ledger, windows } = await rig('place-order');
    const [order] = await windows.of(windowId, 'order');
    await windows.put(windowId, { ...(order as NonNullable<typeof order>), ...report });
    expect(await skip({ ...ofWindow, reason: 'failed' })).toEqual({ released });
    expect(ledger.kinds()).toEqual(['opened', 'reserved', ...(released ? ['released'] : [])]);
  });

  test('is nothing where risk was never asked, or the account never opened', async () => {
    const { skip, ledger, deps } = await rig('evaluate-signal');
    expect(await skip({ ...ofWindow, reason: 'no-edge' })).toEqual({ released: false });
    const unopened = { ...deps, ledger: { ...ledger, head: async () => undefined } as never };
    expect(await makeRecordSkip(unopened)({ ...ofWindow, reason: 'no-edge' })).toEqual({ released: false });
  });
});

describe('a window that is not traded', () => {
  test('is skipped for a reason that its decision already states', async () => {
    const { skip, windows } = await rig('evaluate-signal');
    await skip({ ...ofWindow, reason: 'no-edge' });
    expect(await windows.market(windowId)).toMatchObject({ status: 'skipped' });
    expect(await windows.of(windowId, 'decision')).toHaveLength(1);
  });

  test.each(['no-market', 'unsupported-market', 'not-filled'] as const)(
    'is skipped with a decision of its own when the reason is %s',
    async (reason) => {
      const { skip, windows, clock } = await rig('open-window');
      clock.set(secondsIn(5));
      await skip({ ...ofWindow, reason });
      expect(await windows.of(windowId, 'decision')).toEqual([
        { kind: 'decision', at: secondsIn(5), decision: { kind: 'skip', reason, criteria: [] } },
      ]);
    },
  );

  test('may have failed before it was recorded', async () => {
    const world = await makeWorld();
    expect(await makeRecordSkip(world.deps)({ ...ofWindow, reason: 'failed' })).toEqual({ released: false });
    expect(await world.windows.records(windowId)).toEqual([]);
  });

  test('stays settled', async () => {
    const { skip, windows } = await rig('settle-position');
    await skip({ ...ofWindow, reason: 'failed' });
    expect(await windows.market(windowId)).toMatchObject({ status: 'settled' });
  });
});
