import { expect, test } from 'vitest';
import { makeApproveRisk } from '../../../lambdas/approve-risk/handler.ts';
import { LedgerConflictError } from '../../../shared/contracts/errors.ts';
import { evaluate } from '../../../shared/domain/signal/evaluate.ts';
import { InvariantError } from '../../../shared/domain/units/invariant.ts';
import { post } from '../../../shared/ports/post.ts';
import { quarter, secondsIn, september, usd } from '../../shared/domain/examples.ts';
import { MemoryLedger, makeWorld } from '../fakes.ts';
import { carry, market, ofWindow, prosperous, snapshotAt, windowId } from '../trade.ts';

async function rig(settings: Record<string, unknown> = {}, second = 240) {
  const world = await makeWorld(settings);
  const at = secondsIn(second);
  world.clock.set(at);
  const decision = evaluate(quarter, september, snapshotAt(at), world.signal);
  const input = { ...ofWindow, market, rules: september, signal: { at, decision } };
  return { ...world, input, approve: makeApproveRisk({ ...world.deps, parameters: world.risk }) };
}

test('an entry is sized, its money set aside, and its decision recorded with what risk said', async () => {
  const { approve, input, ledger, windows } = await rig();
  // 2 % of $10,000
  expect(await approve(input)).toEqual({ kind: 'approved', stake: usd(200) });
  // 200 + 7 % of it
  expect(ledger.list().at(-1)?.event).toEqual({
    kind: 'reserved',
    windowId,
    amount: usd(214),
    stake: usd(200),
  });
  const [record] = await windows.of(windowId, 'decision');
  expect(record?.decision.kind).toBe('enter');
  expect(record?.decision.criteria.map(({ name }) => name).slice(-3)).toEqual([
    'venue-open',
    'breakers',
    'risk',
  ]);
});

test('an entry that was approved is approved as it was', async () => {
  const { approve, input, ledger, clock } = await rig();
  await approve(input);
  clock.set(secondsIn(250));
  expect(await approve({ ...input, market: { ...market, acceptingOrders: false } })).toEqual({
    kind: 'approved',
    stake: usd(200),
  });
  expect(ledger.kinds()).toEqual(['opened', 'reserved']);
});

test('an entry whose order exists is not reserved again when its money has been spent', async () => {
  const world = await makeWorld();
  prosperous(world);
  const outputs = await carry(world, 'settle-position');
  const approve = makeApproveRisk({ ...world.deps, parameters: world.risk });
  const { input } = await rig();
  expect(await approve(input)).toEqual(outputs['approve-risk']);
  expect(world.ledger.kinds().filter((kind) => kind === 'reserved')).toHaveLength(1);
});

test.each([
  ['the venue takes no orders', {}, { acceptingOrders: false }, 'venue-closed'],
  ['the stake is below what the venue takes', { totalCapital: 40 }, {}, 'risk-limit'],
])('an entry is rejected and nothing set aside when %s', async (_, settings, change, reason) => {
  const { approve, input, ledger, windows } = await rig(settings);
  expect(await approve({ ...input, market: { ...market, ...change } })).toEqual({ kind: 'rejected', reason });
  expect(ledger.kinds()).toEqual(['opened']);
  const { strike } = input.signal.decision;
  expect(strike).toBeDefined();
  expect((await windows.of(windowId, 'decision'))[0]?.decision).toMatchObject({
    kind: 'skip',
    reason,
    strike,
  });
});

test('an entry is rejected when the interfaces fail too often, or the account is halted', async () => {
  const unhealthy = await rig();
  // more than 10 %
  unhealthy.told.calls = { calls: 9, errors: 1 };
  expect(await unhealthy.approve(unhealthy.input)).toEqual({ kind: 'rejected', reason: 'halted' });
  const halted = await rig();
  const halt = {
    breaker: 'kill-switch',
    severity: 'critical',
    since: secondsIn(1),
    reason: 'by hand',
  } as const;
  await post(halted.ledger, { kind: 'halted', halt }, secondsIn(1));
  expect(await halted.approve(halted.input)).toEqual({ kind: 'rejected', reason: 'halted' });
});

test.each([
  ['one position at most', { maxConcurrent: 1 }],
  ['one trade an hour at most', { maxTradesPerHour: 1 }],
  // One stake of 2 % sets $214.00001 aside, so that nothing of $214 is left for the next.
  ['exposure for one stake', { maxExposurePct: 0.0214 }],
])('of four windows that enter together one is approved under %s', async (_, settings) => {
  const { approve, input, ledger, windows } = await rig(settings);
  const ids = ['a', 'b', 'c', 'd'];
  const told = await Promise.all(ids.map((id) => approve({ ...input, windowId: id })));
  expect(told.map(({ kind }) => kind).sort()).toEqual(['approved', 'rejected', 'rejected', 'rejected']);
  expect(ledger.kinds()).toEqual(['opened', 'reserved']);
  // Each window keeps the decision that it ended with.
  const kept = await Promise.all(ids.map((id) => windows.of(id, 'decision')));
  expect(kept.map((records) => records.map(({ decision }) => decision.kind))).toEqual(
    told.map(({ kind }) => [kind === 'approved' ? 'enter' : 'skip']),
  );
});

test('a halt that comes between the judgement and the reservation is seen', async () => {
  const { approve, input, ledger } = await rig();
  const append = ledger.append.bind(ledger);
  const halt = { breaker: 'kill-switch', severity: 'critical', since: secondsIn(1), reason: 'now' } as const;
  ledger.append = async (entry) => {
    ledger.append = append;
    await post(ledger, { kind: 'halted', halt }, secondsIn(240));
    await append(entry);
  };
  expect(await approve(input)).toEqual({ kind: 'rejected', reason: 'halted' });
  expect(ledger.kinds()).toEqual(['opened', 'halted']);
});

test('the same window approved twice at once is approved once, with the same stake', async () => {
  const { approve, input, ledger } = await rig();
  const approved = { kind: 'approved', stake: usd(200) };
  expect(await Promise.all([approve(input), approve(input)])).toEqual([approved, approved]);
  expect(ledger.kinds()).toEqual(['opened', 'reserved']);
});

test('four lost races are borne, five are told', async () => {
  const { approve, input, ledger } = await rig();
  ledger.conflicts = 5;
  await expect(approve(input)).rejects.toThrow(LedgerConflictError);
  ledger.conflicts = 4;
  expect(await approve(input)).toMatchObject({ kind: 'approved' });
});

test('only an entry asks, and only of an account that is open', async () => {
  const { approve, input, deps, risk } = await rig();
  const wait = { kind: 'wait', reason: 'no-edge', criteria: [] } as const;
  await expect(approve({ ...input, signal: { ...input.signal, decision: wait } })).rejects.toThrow(
    InvariantError,
  );
  const unopened = makeApproveRisk({ ...deps, ledger: new MemoryLedger(), parameters: risk });
  await expect(unopened(input)).rejects.toThrow(InvariantError);
});
