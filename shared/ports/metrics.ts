import type { Measure } from '../domain/watch/measure.ts';

/** Figures for the dashboard and the alarms. Writing one never fails and never waits. */
export interface Metrics {
  record(measures: readonly Measure[]): void;
}
