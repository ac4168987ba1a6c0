import { expect, test } from 'vitest';
import { windowPath } from '../../../shared/charts/window-path.ts';
import { LOST, QUIET, WON } from './replay-record.ts';

test('a point a second is thinned to one in five seconds, the last of each', () => {
  const { path } = windowPath(QUIET);
  // 180 stretches of 5 seconds and the instant of the close; second 4 is 4 / 60 minutes and 0.04 bps
  expect(path).toHaveLength(181);
  expect(path[0]).toEqual({ minute: 0.067, bps: 0.04, up: 0.6 });
  expect(path.at(-1)).toEqual({ minute: 15, bps: 9, up: 0.6 });
});

test('a gap of the feed stays a gap', () => {
  const { path } = windowPath({ ...QUIET, path: [{ at: QUIET.openAt, change: null, up: null }] });
  expect(path).toEqual([{ minute: 0, bps: null, up: null }]);
});

test('a fill of Down is drawn at one minus its price', () => {
  expect(windowPath(WON).fills).toEqual([{ minute: 3.517, paid: 0.5, label: 'Up' }]);
  expect(windowPath(LOST).fills).toEqual([{ minute: 4.008, paid: 0.47, label: 'Down' }]);
});

test('waits within the same five seconds are drawn once', () => {
  const wait = { at: '2026-11-20T00:03:00.000Z', kind: 'wait', reason: 'edge', criteria: [] } as const;
  const decisions = [
    wait,
    { ...wait, at: '2026-11-20T00:03:04.900Z' },
    { ...wait, at: '2026-11-20T00:03:05.000Z' },
  ];
  expect(windowPath({ ...QUIET, decisions }).decisions).toHaveLength(2);
});

test('the entry times are those its decisions were judged by, else minutes 3 to 5 of 15', () => {
  expect(windowPath(QUIET).entry).toEqual({ from: 3, to: 5 });
  const judged = { name: 'entry-window', ok: true, value: 4, limit: '2 to 6.5 min' };
  const decisions = [{ ...QUIET.decisions[0]!, criteria: [judged] }];
  expect(windowPath({ ...QUIET, decisions }).entry).toEqual({ from: 2, to: 6.5 });
});
