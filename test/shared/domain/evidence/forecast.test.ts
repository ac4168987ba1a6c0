import { expect, test } from 'vitest';
import { forecastOf } from '../../../../shared/domain/evidence/forecast.ts';
import type { RecordOf } from '../../../../shared/domain/record.ts';
import { secondsIn } from '../examples.ts';
import { enter, entered, market, order, refused, settlement, won } from '../watch/examples.ts';

/** What `record-skip` writes behind an order that found nothing. */
const notFilled: RecordOf<'decision'> = {
  kind: 'decision',
  at: secondsIn(203),
  decision: { kind: 'skip', reason: 'not-filled', criteria: [] },
};
/** A skip that priced the window: Down at 0.7, so 0.3 for Up. */
const skipped: RecordOf<'decision'> = {
  kind: 'decision',
  at: secondsIn(300),
  decision: {
    kind: 'skip',
    reason: 'no-edge',
    criteria: [],
    estimate: { ...enter.estimate, side: 'down', probability: 0.7, mid: 0.35 },
  },
};
const decided = (at: number, mid: number | undefined): RecordOf<'decision'> => ({
  ...skipped,
  at: secondsIn(at),
  decision: { ...skipped.decision, estimate: { ...enter.estimate, mid } } as typeof skipped.decision,
});

test.each([
  ['was filled', won, { up: 0.66, mid: 0.5, outcome: 1 }],
  [
    'was ordered and not filled',
    [market, entered, notFilled, order('unmatched'), settlement('down', 0)],
    { up: 0.66, mid: 0.5, outcome: 0 },
  ],
  [
    'was skipped',
    [market, skipped, settlement('up', 0)],
    { up: expect.closeTo(0.3, 12), mid: 0.35, outcome: 1 },
  ],
  [
    'was judged again',
    [market, decided(180, 0.4), decided(240, 0.6), settlement('up', 0)],
    { up: 0.66, mid: 0.6, outcome: 1 },
  ],
  [
    'had no market price at the last look',
    [market, decided(180, 0.4), decided(240, undefined), settlement('up', 0)],
    { up: 0.66, mid: 0.4, outcome: 1 },
  ],
])('a window that %s has the forecast of its last decision that made one', (_, records, forecast) => {
  expect(forecastOf(records)).toEqual(forecast);
});

test.each([
  ['the market never had a price', [market, decided(180, undefined), settlement('up', 0)]],
  ['nothing was priced', [market, refused('skip', 'weak-momentum'), settlement('up', 0)]],
  ['nobody says who won', [market, entered, settlement('unknown', 0)]],
  ['it is not settled', [market, entered]],
])('there is no forecast to score where %s', (_, records) => {
  expect(forecastOf(records)).toBeUndefined();
});
