import type { Measure } from '../../domain/watch/measure.ts';
import { metricOf } from '../../domain/watch/metrics.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Metrics } from '../../ports/metrics.ts';

interface EmfOptions {
  readonly namespace: string;
  readonly clock: Clock;
  /** Takes a line of the log, without its end. */
  readonly write?: (line: string) => void;
}

const toOutput = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Metrics as lines of the log in CloudWatch's embedded metric format. Measures with the same labels and details share a
 * line; each stands as a total, and under its labels where it has some.
 */
export function emfMetrics({ namespace, clock, write = toOutput }: EmfOptions): Metrics {
  return {
    record(measures) {
      const lines = Map.groupBy(measures, ({ dimensions, details }) => JSON.stringify([dimensions, details]));
      for (const together of lines.values()) write(toLine(together, namespace, clock.now()));
    },
  };
}

function toLine(measures: readonly Measure[], namespace: string, at: number): string {
  const { dimensions = {}, details } = measures[0] as Measure;
  const labels = Object.keys(dimensions);
  return JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: labels.length === 0 ? [[]] : [[], labels],
          Metrics: measures.map(({ metric }) => ({ Name: metric, Unit: metricOf(metric).unit })),
        },
      ],
    },
    ...details,
    ...dimensions,
    ...Object.fromEntries(measures.map(({ metric, value }) => [metric, value])),
  });
}
