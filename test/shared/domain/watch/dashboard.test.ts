import { expect, test } from 'vitest';
import { CUSTOM_CHARTS, DASHBOARD_ROWS } from '../../../../shared/domain/watch/dashboard.ts';
import { billedMetrics, METRICS, metricOf } from '../../../../shared/domain/watch/metrics.ts';

const widgets = DASHBOARD_ROWS.flatMap((row) => row.widgets);

test("the rows are the plan's six, of four widgets each", () => {
  expect(DASHBOARD_ROWS.map(({ title, widgets: of }) => [title, of.length])).toEqual([
    ['Overview', 4],
    ['Performance', 4],
    ['Trading activity', 4],
    ['Signal quality', 4],
    ['System health', 4],
    ['Risk', 4],
  ]);
});

test('what is plotted is a metric with that label', () => {
  for (const widget of widgets)
    for (const { metric, dimensions = {} } of widget.kind === 'metrics' ? widget.plotted : [])
      for (const [name, value] of Object.entries(dimensions))
        expect(metricOf(metric).dimensions?.[name]).toContain(value);
});

test('every custom chart has its place', () => {
  expect(widgets.flatMap((widget) => (widget.kind === 'custom' ? widget.chart : [])).sort()).toEqual(
    [...CUSTOM_CHARTS].sort(),
  );
});

test.each([
  // Three actions and the total; one without labels.
  ['SignalsGenerated', 4],
  ['DailyPnl', 1],
] as const)('%s is billed as %d metrics', (name, count) => {
  expect(billedMetrics(name)).toBe(count);
});

test('every metric says what it is', () => {
  for (const { says } of Object.values(METRICS)) expect(says).not.toBe('');
});
