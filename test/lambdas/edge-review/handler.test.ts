import { expect, test } from 'vitest';
import { makeEdgeReview } from '../../../lambdas/edge-review/handler.ts';
import { EdgeReview } from '../../../shared/contracts/watch.ts';
import { activeHalts } from '../../../shared/domain/risk/breakers.ts';
import type { Measure } from '../../../shared/domain/watch/measure.ts';
import { post } from '../../../shared/ports/post.ts';
import { instant } from '../../shared/domain/examples.ts';
import { makeWorld } from '../fakes.ts';
import { traded } from '../watched.ts';

/** A Monday; the four weeks before it begin on 2026-10-05. */
const at = '2026-11-02T00:00:00Z';

async function rig() {
  const world = await makeWorld();
  const measures: Measure[] = [];
  world.clock.set(instant(at));
  const review = makeEdgeReview({
    ...world.deps,
    metrics: { record: (more) => void measures.push(...more) },
  });
  return { world, measures, review: () => review(EdgeReview.input.parse({ at })) };
}
const days = (...dates: string[]) =>
  dates.flatMap((date) => ['00', '04', '08', '12', '16'].map((hour) => instant(`${date}T${hour}:00:00Z`)));
const LAST_WEEKS = days('2026-10-20', '2026-10-27');

test('two weeks of losses halt entries until a resume, and are told as critical', async () => {
  const { world, measures, review } = await rig();
  for (const [index, when] of LAST_WEEKS.entries()) await traded(world, when, index % 5 < 2 ? 'up' : 'down');
  const told = await review();
  // Two of five won in each week: 4 x 4.73 - 6 x 5.27 = -12.70 over a hundred shares, where each decision predicted 0.13.
  expect(told).toMatchObject({
    trades: 10,
    halted: true,
    evAtEntry: expect.closeTo(0.13, 12),
    realisedPerShare: expect.closeTo(-0.127, 12),
  });
  const realised = 'realised -12.70 cents a share, predicted 13.00 cents';
  expect(told.findings.filter(({ tripped }) => tripped)).toEqual([
    {
      id: 'win-rate-2-weeks',
      kind: 'exit',
      tripped: true,
      why: 'won 40.0 % (limit 52.0 %), then won 40.0 % (limit 52.0 %)',
    },
    { id: 'average-ev-month', kind: 'exit', tripped: true, why: `${realised} (limit 5.00 cents)` },
    { id: 'average-ev-month-no-go', kind: 'no-go', tripped: true, why: `${realised} (limit 3.00 cents)` },
  ]);
  const { account } = (await world.ledger.head())!;
  expect(activeHalts(account, instant('2027-01-01T00:00:00Z'))).toMatchObject([
    {
      breaker: 'kill-switch',
      severity: 'critical',
      reason: expect.stringMatching(/^edge review: win-rate-2-weeks/),
    },
  ]);
  expect(world.notifier.alerts).toMatchObject([{ severity: 'critical', component: 'edge-review' }]);
  expect(measures.map(({ metric }) => metric)).toEqual(['SharpeRatio']);
});

test('good weeks change nothing', async () => {
  const { world, review } = await rig();
  for (const [index, when] of LAST_WEEKS.entries()) await traded(world, when, index % 5 < 4 ? 'up' : 'down');
  const entries = world.ledger.list().length;
  expect(await review()).toMatchObject({ trades: 10, halted: false });
  expect(world.ledger.list()).toHaveLength(entries);
  expect(world.notifier.alerts).toEqual([]);
});

test('weeks before the last four, and an account without trades, are not judged', async () => {
  const { world, measures, review } = await rig();
  for (const when of days('2026-09-22', '2026-09-29')) await traded(world, when, 'down');
  expect(await review()).toMatchObject({
    trades: 0,
    evAtEntry: null,
    realisedPerShare: null,
    halted: false,
  });
  expect(measures).toEqual([]);
});

test('breakers of the last week count, a halt by hand or of a series does not', async () => {
  const { world, review } = await rig();
  const halt = (breaker: 'consecutive-losses' | 'kill-switch' | 'outcome', iso: string, until?: string) =>
    post(
      world.ledger,
      {
        kind: 'halted',
        halt: {
          breaker,
          severity: 'medium',
          since: instant(iso),
          reason: 'x',
          ...(until !== undefined && { until: instant(until) }),
        },
      },
      instant(iso),
    );
  for (const day of ['27', '28', '29'])
    await halt('consecutive-losses', `2026-10-${day}T00:00:00Z`, `2026-10-${day}T01:00:00Z`);
  await halt('kill-switch', '2026-10-30T00:00:00Z');
  await halt('outcome', '2026-10-30T00:00:00Z');
  expect((await review()).halted).toBe(false);
  await halt('consecutive-losses', '2026-10-31T00:00:00Z', '2026-10-31T01:00:00Z');
  expect((await review()).findings.filter(({ tripped }) => tripped).map(({ id }) => id)).toEqual([
    'breakers-week',
  ]);
});

test('run again, it halts once', async () => {
  const { world, review } = await rig();
  for (const when of LAST_WEEKS) await traded(world, when, 'down');
  await review();
  const entries = world.ledger.list().length;
  await review();
  expect(world.ledger.list()).toHaveLength(entries);
  expect(world.notifier.alerts).toHaveLength(1);
});
