type Unit = 'Count' | 'Percent' | 'Milliseconds' | 'None';

/** Labels that split a metric, each with its values. CloudWatch bills every combination of values as a metric. */
type Dimensions = Readonly<Record<string, readonly string[]>>;

interface Metric {
  readonly unit: Unit;
  /** What it says, in a reader's words. */
  readonly says: string;
  readonly dimensions?: Dimensions;
  /** Written in every hour while the system runs, and not only when something happens. */
  readonly steady?: true;
}

const OUTCOMES = ['up', 'down'] as const;

/**
 * Every metric of the system. One with dimensions is also written as a total without them. Labels that would make
 * many metrics (endpoint, status, window) stand in the log line beside the metric, where Logs Insights finds them.
 */
export const METRICS = {
  SignalsGenerated: {
    unit: 'Count',
    says: 'decisions of record',
    dimensions: { action: ['enter', 'wait', 'skip'] },
    steady: true,
  },
  LowLiquidity: { unit: 'Count', says: 'windows skipped because the book was too thin' },
  TradesExecuted: { unit: 'Count', says: 'orders that were filled', dimensions: { outcome: OUTCOMES } },
  TradesResolved: {
    unit: 'Count',
    says: 'positions that were settled',
    dimensions: { result: ['win', 'loss'] },
  },
  ApiCalls: {
    unit: 'Count',
    says: 'requests to venues and exchanges',
    dimensions: { exchange: ['polymarket', 'binance', 'coinbase', 'kraken', 'bitstamp'] },
    steady: true,
  },
  ApiErrors: { unit: 'Count', says: 'requests that failed or were turned away', steady: true },
  AuthFailures: { unit: 'Count', says: 'times that the venue refused our credentials' },
  StoreFailures: { unit: 'Count', says: 'times that a table or bucket did not answer' },
  WakeFailures: { unit: 'Count', says: 'times that a waiting window could not be woken' },
  FeedsDown: { unit: 'Count', says: 'price feeds without data', steady: true },
  OpenPositions: { unit: 'Count', says: 'positions that wait for their outcome' },
  AccountBalance: { unit: 'None', says: 'cash and positions at cost, in USD' },
  AvailableBalance: { unit: 'None', says: 'cash that is not set aside, in USD' },
  RealizedPnl: { unit: 'None', says: 'profit and loss since the account was opened, in USD' },
  DailyPnl: { unit: 'None', says: 'profit and loss since midnight UTC, in USD' },
  DailyLossPercent: {
    unit: 'Percent',
    says: 'loss since midnight UTC of the starting capital, 0 on a gain',
  },
  DrawdownPercent: { unit: 'Percent', says: 'how far equity lies below its peak' },
  ExposurePercent: { unit: 'Percent', says: 'money at risk, of equity' },
  ConsecutiveLosses: { unit: 'Count', says: 'losses in a row' },
  WinRate: { unit: 'Percent', says: 'trades won since the account was opened' },
  SharpeRatio: { unit: 'None', says: 'Sharpe ratio of the trades of four weeks, per trade, each alike' },
  TradePnl: { unit: 'None', says: 'profit or loss of a trade, in USD' },
  TradeSize: { unit: 'None', says: 'what a trade cost with its fee, in USD' },
  SlippageCents: { unit: 'None', says: 'cents a share paid above the best ask of the decision' },
  SignalLatency: { unit: 'Milliseconds', says: 'from the decision to the order' },
  OrderLatency: { unit: 'Milliseconds', says: 'from the order to its fill' },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

/** `METRICS[name]` without the literal types: what loops over all metrics need. */
export const metricOf = (name: MetricName): Metric => METRICS[name];

/** How many metrics CloudWatch bills for `name`: every combination of labels, and the total. */
export function billedMetrics(name: MetricName): number {
  const { dimensions } = metricOf(name);
  if (dimensions === undefined) return 1;
  return 1 + Object.values(dimensions).reduce((product, values) => product * values.length, 1);
}
