import { type Chart, chartConfig, chartTitle, FULL_TEXT, FULL_WIDTH } from './chart.ts';
import { LIGHT } from './palette.ts';
import type { DecisionRecord, ReplayRecord, WindowRecord } from './records.ts';

interface ReasonCount {
  readonly kind: DecisionRecord['kind'];
  readonly reason: string;
  readonly count: number;
}

const KINDS = ['enter', 'wait', 'skip'] as const;

/**
 * How often each reason was given, `enter` before `wait` before `skip`, the commonest of each first.
 * @public Tested apart from the drawing.
 */
export function decisionReasons(windows: readonly WindowRecord[]): ReasonCount[] {
  const decisions = windows.flatMap((window) => window.decisions);
  return KINDS.flatMap((kind) => {
    const counts = Map.groupBy(
      decisions.filter((decision) => decision.kind === kind),
      (decision) => decision.reason,
    );
    return [...counts]
      .map(([reason, those]) => ({ kind, reason, count: those.length }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
  });
}

/** A bar for each reason; nothing when nothing was decided. */
export function decisionReasonsChart({ tape, windows }: ReplayRecord): Chart | undefined {
  const counts = decisionReasons(windows);
  if (counts.length === 0) return undefined;
  const bars = counts.map((count) => ({ ...count, label: `${count.kind}: ${count.reason}` }));
  return {
    title: chartTitle('Decisions by reason', tape.synthetic),
    description: `Decisions by reason: ${bars.map((bar) => `${bar.label} ${bar.count}`).join(', ')}.`,
    config: chartConfig(FULL_TEXT),
    width: FULL_WIDTH - 90,
    height: { step: 24 },
    data: { name: 'bars' },
    datasets: { bars },
    encoding: {
      y: {
        field: 'label',
        type: 'nominal',
        sort: null,
        axis: { title: null, ticks: false, labelLimit: 240 },
      },
      x: {
        field: 'count',
        type: 'quantitative',
        axis: { title: 'Decisions (count)', tickMinStep: 1, tickCount: 5, format: ',d' },
      },
    },
    layer: [
      {
        mark: { type: 'bar', height: 14 },
        encoding: {
          color: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: [...KINDS], range: [LIGHT.line, LIGHT.wait, LIGHT.skip] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 5 },
        encoding: { text: { field: 'count', type: 'quantitative', format: ',d' } },
      },
    ],
  };
}
