import { expect, test } from 'vitest';
import { criteriaFailures } from '../../../shared/charts/criteria-failures.ts';
import { decisionReasons } from '../../../shared/charts/decision-reasons.ts';
import { QUIET, REPLAY } from './replay-record.ts';

test('reasons are counted by kind, entries first', () => {
  expect(decisionReasons([...REPLAY.windows, QUIET])).toEqual([
    { kind: 'enter', reason: 'criteria-hold', count: 2 },
    { kind: 'wait', reason: 'edge', count: 2 },
    { kind: 'skip', reason: 'momentum', count: 2 },
  ]);
});

test('only the last decision of a window counts towards failed criteria', () => {
  // the wait of the quiet window failed `edge` too
  expect(criteriaFailures(REPLAY.windows)).toEqual([
    { name: 'edge', failed: 1, judged: 3 },
    { name: 'momentum', failed: 1, judged: 3 },
  ]);
});

test('nothing decided is nothing counted', () => {
  const windows = [{ ...QUIET, decisions: [] }];
  expect(decisionReasons(windows)).toEqual([]);
  expect(criteriaFailures(windows)).toEqual([]);
});
