import type { MetricName } from './metrics.ts';

/** One value of a metric. `details` stand beside it in the log and split nothing. */
export interface Measure {
  readonly metric: MetricName;
  readonly value: number;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly details?: Readonly<Record<string, string | number>>;
}
