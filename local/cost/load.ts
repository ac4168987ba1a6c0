import { LENGTH_MS, type Series } from '../../shared/domain/market/series.ts';
import { HOUR_MS } from '../../shared/domain/units/time.ts';
import { ALERT_RULES } from '../../shared/domain/watch/alert-rules.ts';
import { billedMetrics, METRICS, type MetricName, metricOf } from '../../shared/domain/watch/metrics.ts';

/** idle: deployed, with collector and schedules stopped. */
export const PHASES = ['idle', 'paper', 'live'] as const;
export type Phase = (typeof PHASES)[number];

const MONTH_HOURS = 730;
const GB = 1e9;

/**
 * What one window, second or minute takes. "Counted" is the dearer of a window that was skipped and one that was traded,
 * of the eventful synthetic day: test/local/cost counts both anew and holds each figure to it. How much a real market says is
 * measured on recordings where they are at hand.
 *
 * @internal told alone to its tests
 */
export const ASSUMED = {
  /** Counted: 19 states entered or tried again, since the venue resolves up to 90 s after the close (facts 4.6). */
  transitions: 22,
  /** Counted: 10 of a window, with the launcher's. */
  lambdaCalls: 12,
  /** 256 MB for a second: of ten calls in a quarter of an hour most find their function cold. Not measured. */
  lambdaGbSeconds: 0.25,
  /** Counted: 34 units for records with their index, ledger, path, and prices of the boundaries. */
  windowWrites: 36,
  /** Counted: 32 units. */
  windowReads: 36,
  /** Four times an hour, whatever the number of series: the ledger's head of some two kilobytes, and two empty queries. */
  reconciles: 4,
  reconcileReads: 2,
  /** Of each series a second. Counted: a snapshot of less than a kilobyte, 1.0 units. */
  snapshotWrites: 1.1,
  /** Of each series a second: asked once a second within the entry window, two minutes of fifteen by default. */
  triggerReads: 0.14,
  /** Counted: every 5 s three units, the health of calls and the state of the feeds, whose reasons pass a kilobyte. */
  feedWritesAMinute: 3 * (60 / 5),
  /** Counted: prices of four exchanges, reference prices, books. The feed that needs no credentials relays a fifth. */
  filesAFlush: 7,
  /** The collector flushes every minute, and whenever it holds so many rows. */
  rowsAFlush: 20_000,
  /**
   * Of each series a second. Measured: 36 aggregated trades of Binance (binance_klines_15m, 60 trades, of which 0.6 remain
   * in binance_spot_ws_raw), 26 books of both tokens (cronos_clob_5m). Assumed: as many trades again of the other three
   * exchanges, and twice as many changes of books between those that were recorded.
   */
  rows: 150,
  /** Measured, compressed: 11 of a trade (binance_spot_ws_raw), 42 of a book's best five levels (cronos_clob_5m). */
  rowBytes: 32,
  /** Counted: 157 kB in the workflow's log, which holds the data of every state, and 8 kB in those of functions. */
  windowLogBytes: 220_000,
  /** Counted: 1 kB for the collector's minute. Assumed: 5 kB for the network's, mostly of strangers who knock. */
  logBytesAMinute: 6_000,
} as const;

/** Trades at most, so that costs are not told too low: the plan's ten a day, in ten hours of them. */
const TRADES_A_DAY = 10;
/** Of both queues of dead letters, beside the alert rules. A quotient watches two metrics. */
const OTHER_ALARMS = 2;
/** Of Discord, Telegram and the venue: all that can be named. */
const SECRETS = 3;

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
  const minutes = running * MONTH_HOURS * 60;
  const seconds = minutes * 60;
  const reconciles = running * MONTH_HOURS * ASSUMED.reconciles;
  const lambdaCalls = windows * ASSUMED.lambdaCalls + reconciles;
  return {
    taskHours: running * MONTH_HOURS,
    transitions: windows * ASSUMED.transitions,
    lambdaCalls,
    lambdaGbSeconds: lambdaCalls * ASSUMED.lambdaGbSeconds,
    schedulerCalls: windows + reconciles,
    writeUnits:
      windows * ASSUMED.windowWrites +
      seconds * ASSUMED.snapshotWrites * series.length +
      minutes * ASSUMED.feedWritesAMinute,
    readUnits:
      windows * ASSUMED.windowReads +
      seconds * ASSUMED.triggerReads * series.length +
      reconciles * ASSUMED.reconcileReads,
    storedGb: (seconds * series.length * ASSUMED.rows * ASSUMED.rowBytes) / GB,
    puts: minutes * flushesAMinute(series.length) * ASSUMED.filesAFlush,
    logGb: (windows * ASSUMED.windowLogBytes + minutes * ASSUMED.logBytesAMinute) / GB,
    metrics: running * metricsBilled(),
    alarms: ALERT_RULES.reduce((sum, { per }) => sum + (per === undefined ? 1 : 2), OTHER_ALARMS),
    secrets: SECRETS,
    keys: 1 + live,
    signatures: (live * TRADES_A_DAY * MONTH_HOURS) / 24,
  };
}

/** Three series of 150 rows a second fill 27,000 rows a minute: two flushes. */
const flushesAMinute = (series: number): number =>
  1 + Math.floor((60 * ASSUMED.rows * series) / ASSUMED.rowsAFlush);

/** CloudWatch bills a metric for the hours in which it is written: those of trades in ten hours of a day at most. */
function metricsBilled(): number {
  const share = (name: MetricName): number => (metricOf(name).steady ? 1 : TRADES_A_DAY / 24);
  return (Object.keys(METRICS) as MetricName[]).reduce(
    (sum, name) => sum + billedMetrics(name) * share(name),
    0,
  );
}
