import { compile } from 'vega-lite';
import { describe, expect, test } from 'vitest';
import { calibrationChart } from '../../../shared/charts/calibration.ts';
import type { Chart } from '../../../shared/charts/chart.ts';
import { criteriaFailuresChart } from '../../../shared/charts/criteria-failures.ts';
import { decisionReasonsChart } from '../../../shared/charts/decision-reasons.ts';
import { drawdownChart } from '../../../shared/charts/drawdown.ts';
import { equityChart } from '../../../shared/charts/equity.ts';
import type { ReplayRecord } from '../../../shared/charts/records.ts';
import { windowChart } from '../../../shared/charts/window-chart.ts';
import { windowPnlChart } from '../../../shared/charts/window-pnl.ts';
import { LOST, QUIET, REPLAY, WON } from './replay-record.ts';

function warningsOf(chart: Chart): string[] {
  const warnings: string[] = [];
  const note = (...words: unknown[]) => {
    warnings.push(words.join(' '));
    return logger;
  };
  const logger: NonNullable<NonNullable<Parameters<typeof compile>[1]>['logger']> = {
    level: () => logger,
    error: note,
    warn: note,
    info: () => logger,
    debug: () => logger,
  };
  compile(chart, { logger });
  return warnings;
}

const windows = [QUIET, WON, LOST, WON, LOST, WON];
const replay = (synthetic: boolean): ReplayRecord => ({
  ...REPLAY,
  windows,
  tape: { ...REPLAY.tape, synthetic },
});

describe.each<[string, (replay: ReplayRecord) => Chart | undefined]>([
  ['equity', equityChart],
  ['drawdown', drawdownChart],
  ['P&L per window', windowPnlChart],
  ['decisions by reason', decisionReasonsChart],
  ['failed criteria', criteriaFailuresChart],
  ['calibration', calibrationChart],
  ['a window left alone', ({ tape }) => windowChart(QUIET, tape.synthetic)],
  ['a window without a path', ({ tape }) => windowChart(LOST, tape.synthetic)],
])('the chart of %s', (_, chart) => {
  test('compiles without a warning', () => {
    expect(warningsOf(chart(replay(false))!)).toEqual([]);
  });

  test('says SYNTHETIC in its title exactly when the tape is', () => {
    expect(chart(replay(true))!.title).toMatch(/ \(SYNTHETIC\)$/);
    expect(chart(replay(false))!.title).not.toContain('SYNTHETIC');
  });

  test('has a text alternative', () => {
    expect(chart(replay(false))!.description).toMatch(/^[A-Z].{20,}\.$/);
  });
});

test('a title tells outcome and gain of a window', () => {
  expect(windowChart(WON, false).title).toBe('00:15 UTC: outcome Up, +$9.64');
  expect(windowChart(QUIET, false).title).toBe('00:00 UTC: outcome Up');
});

test('without trades, decisions or criteria there is no chart of them', () => {
  const idle = { ...REPLAY, windows: [{ ...QUIET, decisions: [] }] };
  expect(windowPnlChart(idle)).toBeUndefined();
  expect(decisionReasonsChart(idle)).toBeUndefined();
  expect(criteriaFailuresChart(idle)).toBeUndefined();
});
