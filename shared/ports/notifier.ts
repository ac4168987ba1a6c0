import type { EpochMs } from '../domain/units/time.ts';

type Severity = 'critical' | 'high' | 'warning' | 'info';

/** Something a person may have to know. */
export interface Alert {
  readonly at: EpochMs;
  readonly severity: Severity;
  readonly component: string;
  readonly message: string;
  /** Same key, same cause: told once. */
  readonly key: string;
}

export interface Notifier {
  notify(alert: Alert): Promise<void>;
}
