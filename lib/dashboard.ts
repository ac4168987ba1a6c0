import { Duration } from 'aws-cdk-lib';
import {
  CustomWidget,
  Dashboard,
  GaugeWidget,
  GraphWidget,
  type GraphWidgetProps,
  GraphWidgetView,
  type IWidget,
  Metric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { DASHBOARD_ROWS, type Plotted, type Widget } from '../shared/domain/watch/dashboard.ts';
import { NAMESPACE } from './alarms.ts';
import { COLLECTOR } from './collector.ts';

type Metrics = Extract<Widget, { kind: 'metrics' }>;
type Drawn = Extract<Metrics['view'], 'line' | 'bar' | 'area' | 'pie'>;

const SIZE = { width: 6, height: 6 };
/** CloudWatch has no bars over time: areas by the same period come closest. */
const VIEWS: Readonly<Record<Drawn, GraphWidgetProps>> = {
  line: {},
  bar: { stacked: true },
  area: { stacked: true },
  pie: { view: GraphWidgetView.PIE, setPeriodToTimeRange: true },
};

interface DashboardProps {
  readonly charts: IFunction;
  readonly functionNames: readonly string[];
}

/** The plan's six rows, four widgets a row. */
export function makeDashboard(scope: Construct, { charts, functionNames }: DashboardProps): Dashboard {
  const hosts = { 'function-errors': errorsOf(functionNames), 'collector-load': COLLECTOR_LOAD };
  const draw = (widget: Widget): IWidget => {
    switch (widget.kind) {
      case 'metrics':
        return drawMetrics(widget);
      case 'host':
        return new GraphWidget({
          ...SIZE,
          title: widget.title,
          left: hosts[widget.of],
          stacked: widget.of === 'function-errors',
        });
      case 'custom':
        return new CustomWidget({
          ...SIZE,
          title: widget.title,
          functionArn: charts.functionArn,
          params: { chart: widget.chart },
        });
    }
  };
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: 'quarterhour',
    defaultInterval: Duration.days(7),
    widgets: DASHBOARD_ROWS.flatMap(({ title, widgets }) => [
      [new TextWidget({ markdown: `## ${title}`, width: 24, height: 1 })],
      widgets.map(draw),
    ]),
  });
}

function drawMetrics({ title, view, plotted, periodMinutes, range = [0, 100] }: Metrics): IWidget {
  const metrics = plotted.map((each) => metricOf(each, Duration.minutes(periodMinutes)));
  switch (view) {
    case 'number':
      return new SingleValueWidget({ ...SIZE, title, metrics, sparkline: true });
    case 'gauge':
      return new GaugeWidget({ ...SIZE, title, metrics, leftYAxis: { min: range[0], max: range[1] } });
    default:
      return new GraphWidget({ ...SIZE, title, left: metrics, ...VIEWS[view] });
  }
}

const metricOf = ({ metric, statistic, label, dimensions }: Plotted, period: Duration): Metric =>
  new Metric({
    namespace: NAMESPACE,
    metricName: metric,
    statistic,
    label,
    period,
    ...(dimensions !== undefined && { dimensionsMap: dimensions }),
  });

const errorsOf = (functionNames: readonly string[]): Metric[] =>
  functionNames.map(
    (FunctionName) =>
      new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        statistic: 'Sum',
        label: FunctionName,
        dimensionsMap: { FunctionName },
      }),
  );

const COLLECTOR_LOAD = ['CPUUtilization', 'MemoryUtilization'].map(
  (metricName) =>
    new Metric({
      namespace: 'AWS/ECS',
      metricName,
      statistic: 'Average',
      label: metricName,
      dimensionsMap: COLLECTOR,
    }),
);
