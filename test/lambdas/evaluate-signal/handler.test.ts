import { describe, expect, test } from 'vitest';
import { makeEvaluateSignal } from '../../../lambdas/evaluate-signal/handler.ts';
import { SnapshotSchema } from '../../../shared/contracts/record.ts';
import type { WindowSnapshot } from '../../../shared/domain/signal/evaluate.ts';
import { secondsIn, september } from '../../shared/domain/examples.ts';
import { makeWorld } from '../fakes.ts';
import { ofWindow, snapshotAt, windowId } from '../trade.ts';

/** The decision at `second` with what woke the execution and what the hot state has. */
async function decided(second: number, snapshot: WindowSnapshot | null, hot?: WindowSnapshot) {
  const world = await makeWorld();
  const { signal: parameters } = world;
  world.clock.set(secondsIn(second));
  world.told.snapshot = () => hot;
  const output = await makeEvaluateSignal({ ...world.deps, parameters })({
    ...ofWindow,
    rules: september,
    snapshot: snapshot && SnapshotSchema.parse(snapshot),
  });
  const [record] = await world.windows.of(windowId, 'decision');
  expect(record).toEqual({ kind: 'decision', ...JSON.parse(JSON.stringify(output)) });
  return output;
}

describe('a decision is made and recorded', () => {
  test('from the snapshot that woke the execution, not the hot state', async () => {
    const output = await decided(240, snapshotAt(secondsIn(240)), {
      ...snapshotAt(secondsIn(240)),
      books: {},
    });
    expect(output).toMatchObject({ at: secondsIn(240), decision: { kind: 'enter', reason: 'criteria-met' } });
  });

  test('from the hot state where nothing woke it', async () => {
    expect(await decided(240, null, snapshotAt(secondsIn(240)))).toMatchObject({
      decision: { kind: 'enter' },
    });
  });

  test('from nothing where the collector is silent', async () => {
    expect(await decided(240, null)).toMatchObject({ decision: { kind: 'wait', reason: 'stale-feeds' } });
    expect(await decided(300, null)).toMatchObject({ decision: { kind: 'skip', reason: 'stale-feeds' } });
  });

  test('on what is still fresh: a snapshot is as old as the clock says', async () => {
    // Its source was 20 ms old; 2 s is the most.
    expect(await decided(241.98, snapshotAt(secondsIn(240)))).toMatchObject({ decision: { kind: 'enter' } });
    expect(await decided(241.981, snapshotAt(secondsIn(240)))).toMatchObject({
      decision: { kind: 'wait', reason: 'stale-feeds' },
    });
  });
});
