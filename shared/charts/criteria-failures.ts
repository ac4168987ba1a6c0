import { type Chart, chartConfig, chartTitle, FULL_TEXT, FULL_WIDTH } from './chart.ts';
import { LIGHT } from './palette.ts';
import type { ReplayRecord, WindowRecord } from './records.ts';

interface CriterionFailures {
  readonly name: string;
  readonly failed: number;
  readonly judged: number;
}

/**
 * How often each criterion failed in the last decision of a window, the most frequent first.
 * @public Tested apart from the drawing.
 */
export function criteriaFailures(windows: readonly WindowRecord[]): CriterionFailures[] {
  const judged = windows.flatMap((window) => window.decisions.at(-1)?.criteria ?? []);
  return [...Map.groupBy(judged, (criterion) => criterion.name)]
    .map(([name, those]) => ({ name, failed: those.filter(({ ok }) => !ok).length, judged: those.length }))
    .sort((a, b) => b.failed - a.failed || (a.name < b.name ? -1 : 1));
}

/** A bar for each criterion; nothing when none was judged. */
export function criteriaFailuresChart({ tape, windows }: ReplayRecord): Chart | undefined {
  const failures = criteriaFailures(windows);
  if (failures.length === 0) return undefined;
  const bars = failures.map((criterion) => ({
    ...criterion,
    label: `${criterion.failed} of ${criterion.judged}`,
  }));
  return {
    title: chartTitle('Criteria that failed in final decisions', tape.synthetic),
    description: `Failures in the last decision of each window: ${bars.map((bar) => `${bar.name} ${bar.label}`).join(', ')}.`,
    config: chartConfig(FULL_TEXT),
    width: FULL_WIDTH - 90,
    height: { step: 24 },
    data: { name: 'bars' },
    datasets: { bars },
    encoding: {
      y: { field: 'name', type: 'nominal', sort: null, axis: { title: null, ticks: false, labelLimit: 240 } },
      x: {
        field: 'failed',
        type: 'quantitative',
        axis: { title: 'Final decisions that failed it (count)', tickMinStep: 1, tickCount: 5, format: ',d' },
      },
    },
    layer: [
      { mark: { type: 'bar', height: 14, color: LIGHT.skip } },
      {
        mark: { type: 'text', align: 'left', dx: 5 },
        encoding: { text: { field: 'label', type: 'nominal' } },
      },
    ],
  };
}
