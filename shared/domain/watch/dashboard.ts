import type { Statistic } from './alert-rules.ts';
import type { MetricName } from './metrics.ts';

/** One line, bar or slice. Without dimensions it is the total. */
export interface Plotted {
  readonly metric: MetricName;
  readonly statistic: Statistic;
  readonly label: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** Charts that CloudWatch cannot draw, with their titles: a function draws them from the records of the windows, or of the feeds. */
export const CHART_TITLES = {
  'holding-time': 'Position holding time',
  'expected-value': 'Expected value at entry',
  confidence: 'Confidence at entry',
  'momentum-result': 'Momentum and result',
  latency: 'Decision to fill, by hour of day',
  kelly: 'Kelly fraction at entry',
  feeds: 'Price feeds',
} as const;
export type CustomChart = keyof typeof CHART_TITLES;
export const CUSTOM_CHARTS = Object.keys(CHART_TITLES) as readonly CustomChart[];

export type Widget =
  | {
      readonly kind: 'metrics';
      readonly title: string;
      readonly view: 'number' | 'gauge' | 'line' | 'bar' | 'area' | 'pie';
      readonly plotted: readonly Plotted[];
      readonly periodMinutes: number;
      /** The ends of a gauge. */
      readonly range?: readonly [number, number];
    }
  /** Metrics that AWS itself keeps: errors of each function, CPU and memory of the collector. */
  | { readonly kind: 'host'; readonly title: string; readonly of: 'function-errors' | 'collector-load' }
  | { readonly kind: 'custom'; readonly title: string; readonly chart: CustomChart };

export interface DashboardRow {
  readonly title: string;
  readonly widgets: readonly Widget[];
}

const DAY = 24 * 60;
/** Numbers and gauges show the last span in which there was a value. */
const NOW = 5;
type View = Extract<Widget, { kind: 'metrics' }>['view'];
const metrics = (view: View, title: string, periodMinutes: number, ...plotted: Plotted[]): Widget => ({
  kind: 'metrics',
  title,
  view,
  plotted,
  periodMinutes,
});
const plot = (metric: MetricName, statistic: Statistic, label: string): Plotted => ({
  metric,
  statistic,
  label,
});
const split = (metric: MetricName, dimension: string, values: readonly string[]): Plotted[] =>
  values.map((label) => ({ metric, statistic: 'Sum', label, dimensions: { [dimension]: label } }));
const gauge = (title: string, metric: MetricName): Widget => ({
  kind: 'metrics',
  title,
  view: 'gauge',
  plotted: [plot(metric, 'Average', title)],
  periodMinutes: NOW,
  range: [0, 100],
});
const custom = (chart: CustomChart): Widget => ({ kind: 'custom', title: CHART_TITLES[chart], chart });

/** The plan's six rows, top to bottom; four widgets a row. */
export const DASHBOARD_ROWS: readonly DashboardRow[] = [
  {
    title: 'Overview',
    widgets: [
      metrics('number', 'Total P&L (USD)', NOW, plot('RealizedPnl', 'Average', 'total')),
      gauge('Win rate (%)', 'WinRate'),
      metrics('number', 'Open positions', NOW, plot('OpenPositions', 'Maximum', 'open')),
      metrics('number', 'Daily P&L (USD)', DAY, plot('TradePnl', 'Sum', 'today')),
    ],
  },
  {
    title: 'Performance',
    widgets: [
      metrics('line', 'Cumulative P&L (USD)', 60, plot('RealizedPnl', 'Average', 'realised')),
      metrics('bar', 'P&L by day (USD)', DAY, plot('TradePnl', 'Sum', 'P&L')),
      metrics('area', 'Drawdown from the peak (%)', 60, plot('DrawdownPercent', 'Maximum', 'drawdown')),
      metrics('pie', 'Won and lost', DAY, ...split('TradesResolved', 'result', ['win', 'loss'])),
    ],
  },
  {
    title: 'Trading activity',
    widgets: [
      metrics(
        'bar',
        'Decisions by hour',
        60,
        ...split('SignalsGenerated', 'action', ['enter', 'wait', 'skip']),
      ),
      metrics('line', 'Trades', 60, ...split('TradesExecuted', 'outcome', ['up', 'down'])),
      metrics('line', 'Average trade (USD)', DAY, plot('TradeSize', 'Average', 'cost with fee')),
      custom('holding-time'),
    ],
  },
  {
    title: 'Signal quality',
    widgets: [custom('expected-value'), custom('confidence'), custom('momentum-result'), custom('latency')],
  },
  {
    title: 'System health',
    widgets: [
      metrics(
        'line',
        'API calls by exchange',
        5,
        ...split('ApiCalls', 'exchange', ['polymarket', 'binance', 'coinbase', 'kraken', 'bitstamp']),
      ),
      { kind: 'host', title: 'Errors by component', of: 'function-errors' },
      { kind: 'host', title: 'CPU and memory of the collector (%)', of: 'collector-load' },
      custom('feeds'),
    ],
  },
  {
    title: 'Risk',
    widgets: [
      gauge('Exposure (%)', 'ExposurePercent'),
      metrics('number', 'Losses in a row', NOW, plot('ConsecutiveLosses', 'Maximum', 'losses')),
      metrics('number', 'Largest losing trade (USD)', DAY, plot('TradePnl', 'Minimum', 'worst')),
      custom('kelly'),
    ],
  },
];
