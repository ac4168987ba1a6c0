import { LENGTH_MS, type Series } from '../../shared/domain/market/series.ts';
import { HOUR_MS, SECOND_MS } from '../../shared/domain/units/time.ts';
import { ALERT_RULES } from '../../shared/domain/watch/alert-rules.ts';
import { billedMetrics, METRICS, type MetricName, metricOf } from '../../shared/domain/watch/metrics.ts';

/** idle: deployed, with collector and schedules stopped. */
export const PHASES = ['idle', 'paper', 'live'] as const;
export type Phase = (typeof PHASES)[number];

const MONTH_HOURS = 730;
const MONTH_SECONDS = (MONTH_HOURS * HOUR_MS) / SECOND_MS;
const MONTH_MINUTES = MONTH_HOURS * 60;

/** What one window and one second take. Rounded up where the recordings vary. */
const TAKES = {
  transitions: 20,
  lambdaCalls: 14,
  /** A call of 256 MB and 300 ms. */
  lambdaGbSeconds: 0.25 * 0.3,
  /** Records of a window and entries of the ledger, with the index. */
  windowWrites: 30,
  windowReads: 20,
  /** A snapshot of up to 2 KB every second of a window. */
  snapshotWrites: 2,
  /** Asking for armed triggers once a second. */
  triggerReads: 1,
  /** The state of the feeds, and how requests were answered. */
  feedWritesAMinute: 60 / 5,
  /** Parquet of four tables a minute. */
  filesAMinute: 4,
  /** Ticks and books of a month, of a series. */
  tickGb: 4,
  tapeGbADay: 1,
  logGb: 1,
} as const;

/** Trades at most, so that costs are not told too low: the plan's ten a day, in ten hours of them. */
const TRADES_A_DAY = 10;
/** Of schedules, executions and functions, beside the alert rules. A quotient watches two metrics. */
const OTHER_ALARMS = 4;
const CHAT_SECRETS = 2;

/** What a deployment takes of each service in a month. */
export interface Load {
  readonly taskHours: number;
  readonly transitions: number;
  readonly lambdaCalls: number;
  readonly lambdaGbSeconds: number;
  readonly schedulerCalls: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly storedGb: number;
  readonly puts: number;
  readonly logGb: number;
  readonly metrics: number;
  readonly alarms: number;
  readonly secrets: number;
  readonly keys: number;
  readonly signatures: number;
}

/**
 * Windows of a month: 2920 of 15 minutes.
 *
 * @internal told alone to its tests
 */
export const windowsOf = ({ length }: Series): number => (MONTH_HOURS * HOUR_MS) / LENGTH_MS[length];

/** The load of `phase` with these series. */
export function loadOf(phase: Phase, series: readonly Series[]): Load {
  const running = phase === 'idle' ? 0 : 1;
  const live = phase === 'live' ? 1 : 0;
  const windows = running * series.reduce((sum, each) => sum + windowsOf(each), 0);
  const seconds = running * MONTH_SECONDS;
  return {
    taskHours: running * MONTH_HOURS,
    transitions: windows * TAKES.transitions,
    lambdaCalls: windows * TAKES.lambdaCalls,
    lambdaGbSeconds: windows * TAKES.lambdaCalls * TAKES.lambdaGbSeconds,
    schedulerCalls: windows,
    writeUnits:
      windows * TAKES.windowWrites +
      seconds * TAKES.snapshotWrites * series.length +
      running * MONTH_MINUTES * TAKES.feedWritesAMinute,
    readUnits: windows * TAKES.windowReads + seconds * TAKES.triggerReads,
    storedGb: running * (TAKES.tickGb * series.length + (TAKES.tapeGbADay * MONTH_HOURS) / 24),
    puts: running * MONTH_MINUTES * TAKES.filesAMinute,
    logGb: running * TAKES.logGb,
    metrics: running * metricsBilled(),
    alarms: ALERT_RULES.reduce((sum, { per }) => sum + (per === undefined ? 1 : 2), OTHER_ALARMS),
    secrets: CHAT_SECRETS + live,
    keys: 1 + live,
    signatures: (live * TRADES_A_DAY * MONTH_HOURS) / 24,
  };
}

/** CloudWatch bills a metric for the hours in which it is written: those of trades in ten hours of a day at most. */
function metricsBilled(): number {
  const share = (name: MetricName): number => (metricOf(name).steady ? 1 : TRADES_A_DAY / 24);
  return (Object.keys(METRICS) as MetricName[]).reduce(
    (sum, name) => sum + billedMetrics(name) * share(name),
    0,
  );
}
