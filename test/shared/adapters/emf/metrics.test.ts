import { expect, test } from 'vitest';
import { emfMetrics } from '../../../../shared/adapters/emf/metrics.ts';
import { secondsIn } from '../../domain/examples.ts';

function recording() {
  const lines: unknown[] = [];
  const metrics = emfMetrics({
    namespace: 'Quarterhour',
    clock: { now: () => secondsIn(0) },
    write: (line) => lines.push(JSON.parse(line)),
  });
  return { metrics, lines };
}

test('a measure with labels is a total and a metric under its labels, with its details beside it', () => {
  const { metrics, lines } = recording();
  metrics.record([
    {
      metric: 'SignalsGenerated',
      value: 1,
      dimensions: { action: 'skip' },
      details: { reason: 'weak-momentum' },
    },
  ]);
  // As the specification of the format has it: Timestamp in milliseconds, an empty set of dimensions for the total.
  expect(lines).toEqual([
    {
      _aws: {
        Timestamp: 1_790_616_600_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Quarterhour',
            Dimensions: [[], ['action']],
            Metrics: [{ Name: 'SignalsGenerated', Unit: 'Count' }],
          },
        ],
      },
      action: 'skip',
      reason: 'weak-momentum',
      SignalsGenerated: 1,
    },
  ]);
});

test('measures without labels share a line', () => {
  const { metrics, lines } = recording();
  metrics.record([
    { metric: 'OpenPositions', value: 2 },
    { metric: 'DrawdownPercent', value: 3.5 },
  ]);
  expect(lines).toMatchObject([
    {
      _aws: {
        CloudWatchMetrics: [
          {
            Dimensions: [[]],
            Metrics: [
              { Name: 'OpenPositions', Unit: 'Count' },
              { Name: 'DrawdownPercent', Unit: 'Percent' },
            ],
          },
        ],
      },
      OpenPositions: 2,
      DrawdownPercent: 3.5,
    },
  ]);
});

test('nothing to say is no line', () => {
  const { metrics, lines } = recording();
  metrics.record([]);
  expect(lines).toEqual([]);
});
