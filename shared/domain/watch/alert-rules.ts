import type { MetricName } from './metrics.ts';
import type { Severity } from './severity.ts';

export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount';

/** An alarm on a metric. Thresholds are in the unit of the metric; those of the account are the plan's defaults. */
export interface AlertRule {
  readonly id: string;
  readonly severity: Exclude<Severity, 'info'>;
  readonly title: string;
  readonly metric: MetricName;
  /** Where it stands, the alarm watches the quotient of `metric` and this. */
  readonly per?: MetricName;
  readonly statistic: Statistic;
  readonly comparison: 'above' | 'at-least' | 'below';
  readonly threshold: number;
  readonly periodMinutes: number;
  readonly evaluationPeriods: number;
  /** The period is at least so many windows of the shortest series; see {@link periodOf}. */
  readonly windows?: number;
  /**
   * What silence means. The account says nothing while nothing happens to it, and a collector that is dead says nothing of
   * its feeds: those alarms stay as they are.
   */
  readonly treatMissing: 'breaching' | 'notBreaching' | 'ignore';
  /** Where to read on: a heading of the runbook. */
  readonly runbook: string;
}

const RUNBOOK = 'docs/runbook.md';
const rule = <Id extends string>(id: Id, of: Omit<AlertRule, 'id' | 'runbook'>) => ({
  id,
  runbook: `${RUNBOOK}#${id}`,
  ...of,
});

const ACCOUNT = { periodMinutes: 5, evaluationPeriods: 1, treatMissing: 'ignore' } as const;
const EVENT = { periodMinutes: 5, evaluationPeriods: 1, treatMissing: 'notBreaching' } as const;

/** Every rule of the plan that tells somebody. What it only logs is in {@link LOGGED_EVENTS}. */
export const ALERT_RULES: readonly AlertRule[] = [
  rule('daily-loss', {
    severity: 'critical',
    title: 'Lost more than 5 % today',
    metric: 'DailyLossPercent',
    statistic: 'Maximum',
    comparison: 'above',
    threshold: 5,
    ...ACCOUNT,
  }),
  rule('drawdown', {
    severity: 'critical',
    title: 'More than 15 % below the peak',
    metric: 'DrawdownPercent',
    statistic: 'Maximum',
    comparison: 'above',
    threshold: 15,
    ...ACCOUNT,
  }),
  rule('database-lost', {
    severity: 'critical',
    title: 'The tables do not answer',
    // One failure is tried again and passes; three in five minutes are no accident.
    metric: 'StoreFailures',
    statistic: 'Sum',
    comparison: 'at-least',
    threshold: 3,
    ...EVENT,
  }),
  rule('venue-authentication', {
    severity: 'critical',
    title: 'Polymarket refuses our credentials',
    metric: 'AuthFailures',
    statistic: 'Sum',
    comparison: 'at-least',
    threshold: 1,
    ...EVENT,
  }),
  rule('losses-in-a-row', {
    severity: 'high',
    title: 'Five losses in a row',
    metric: 'ConsecutiveLosses',
    statistic: 'Maximum',
    comparison: 'at-least',
    threshold: 5,
    ...ACCOUNT,
  }),
  rule('api-errors', {
    severity: 'high',
    title: 'More than 10 % of requests failed',
    metric: 'ApiErrors',
    per: 'ApiCalls',
    statistic: 'Sum',
    comparison: 'above',
    threshold: 0.1,
    ...EVENT,
  }),
  rule('feed-disconnected', {
    severity: 'high',
    title: 'A price feed is disconnected',
    // A feed that comes back within three minutes has repaired itself.
    metric: 'FeedsDown',
    statistic: 'Minimum',
    comparison: 'at-least',
    threshold: 1,
    periodMinutes: 1,
    evaluationPeriods: 3,
    treatMissing: 'ignore',
  }),
  rule('collector-silent', {
    severity: 'high',
    title: 'The collector is silent',
    // It writes how many feeds are down every minute, none included. A deployment leaves out one minute. The alarm of the
    // feeds cannot tell this: where a feed is always down, it has fired already.
    metric: 'FeedsDown',
    statistic: 'SampleCount',
    comparison: 'below',
    threshold: 1,
    periodMinutes: 1,
    evaluationPeriods: 3,
    treatMissing: 'breaching',
  }),
  rule('cannot-wake', {
    severity: 'high',
    title: 'Waiting windows cannot be woken',
    // A wake that failed is tried again a second later: three in five minutes are no accident.
    metric: 'WakeFailures',
    statistic: 'Sum',
    comparison: 'at-least',
    threshold: 3,
    ...EVENT,
  }),
  rule('low-balance', {
    severity: 'high',
    title: 'The balance is too small to trade',
    // 2 % of the plan's smallest capital of $500 is one stake.
    metric: 'AvailableBalance',
    statistic: 'Minimum',
    comparison: 'below',
    threshold: 10,
    ...ACCOUNT,
  }),
  rule('no-decisions', {
    severity: 'warning',
    title: 'Nothing was decided for half an hour',
    // The plan says "no trades". A strategy that waits for 15 % of edge may rightly not trade for a day, but every
    // window ends in a decision, and there are windows around the clock: silence is a fault, no trade is none.
    metric: 'SignalsGenerated',
    statistic: 'Sum',
    comparison: 'below',
    threshold: 1,
    periodMinutes: 30,
    evaluationPeriods: 1,
    windows: 2,
    treatMissing: 'breaching',
  }),
  rule('slippage', {
    severity: 'warning',
    title: 'Paid more than 1.5 cents a share above the quote',
    // Three quarters of the 2 cents that the limit price allows.
    metric: 'SlippageCents',
    statistic: 'Maximum',
    comparison: 'above',
    threshold: 1.5,
    ...EVENT,
  }),
  rule('low-liquidity', {
    severity: 'warning',
    title: 'Books were too thin four times within an hour',
    metric: 'LowLiquidity',
    statistic: 'Sum',
    comparison: 'at-least',
    threshold: 4,
    periodMinutes: 60,
    evaluationPeriods: 1,
    treatMissing: 'notBreaching',
  }),
];

/**
 * What the plan only logs. None is an alarm; each is a record that the log and the tables hold.
 *
 * @internal told alone to its tests
 */
export const LOGGED_EVENTS = [
  { id: 'market-discovered', severity: 'info', title: 'A market was found', record: 'market' },
  { id: 'signal-skipped', severity: 'info', title: 'A window was not entered', record: 'decision' },
  { id: 'position-changed', severity: 'info', title: 'A position was opened or closed', record: 'order' },
] as const;

/**
 * The minutes that an alarm looks at, where the shortest series has windows of `windowMinutes`: half an hour without a
 * decision is two windows of 15 minutes, but nothing to wonder at where windows last an hour.
 */
export const periodOf = ({ periodMinutes, windows = 0 }: AlertRule, windowMinutes: number): number =>
  Math.max(periodMinutes, windows * windowMinutes);
