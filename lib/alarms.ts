import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { LENGTH_MS, type Series } from '../shared/domain/market/series.ts';
import { MINUTE_MS } from '../shared/domain/units/time.ts';
import { ALERT_RULES, type AlertRule, periodOf } from '../shared/domain/watch/alert-rules.ts';
import type { MetricName } from '../shared/domain/watch/metrics.ts';
import type { Severity, Topics } from './topics.ts';

export const NAMESPACE = 'Quarterhour';

const COMPARISONS: Readonly<Record<AlertRule['comparison'], ComparisonOperator>> = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  'at-least': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
};
const SILENCES: Readonly<Record<AlertRule['treatMissing'], TreatMissingData>> = {
  breaching: TreatMissingData.BREACHING,
  notBreaching: TreatMissingData.NOT_BREACHING,
  ignore: TreatMissingData.IGNORE,
};

/** An alarm for every rule, to the topic of its severity. */
export function makeAlarms(scope: Construct, topics: Topics, series: readonly Series[]): Alarm[] {
  const shortest = Math.min(...series.map(({ length }) => LENGTH_MS[length])) / MINUTE_MS;
  return ALERT_RULES.map((rule) => {
    const alarm = new Alarm(scope, rule.id, {
      alarmName: `quarterhour-${rule.id}`,
      alarmDescription: `${rule.title}. What to do: ${rule.runbook}`,
      metric: watched(rule, Duration.minutes(periodOf(rule, shortest))),
      threshold: rule.threshold,
      comparisonOperator: COMPARISONS[rule.comparison],
      evaluationPeriods: rule.evaluationPeriods,
      treatMissingData: SILENCES[rule.treatMissing],
    });
    return told(alarm, topics, rule.severity);
  });
}

function watched({ metric, per, statistic }: AlertRule, period: Duration): IMetric {
  const of = (metricName: MetricName): Metric =>
    new Metric({ namespace: NAMESPACE, metricName, statistic, period });
  return per === undefined
    ? of(metric)
    : new MathExpression({
        expression: 'part / whole',
        usingMetrics: { part: of(metric), whole: of(per) },
        period,
        label: `${metric} of ${per}`,
      });
}

const HOST_ALARM = {
  threshold: 1,
  evaluationPeriods: 1,
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
};

/** Something could not be delivered, to a function or to people. */
export const alarmOfDeadLetters = (scope: Construct, topics: Topics, queue: IQueue): Alarm =>
  told(
    new Alarm(scope, 'dead-letters', {
      ...HOST_ALARM,
      alarmName: queue.queueName,
      alarmDescription: 'A call could not be delivered. What to do: docs/runbook.md#dead-letters',
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
    }),
    topics,
    'high',
  );

function told(alarm: Alarm, topics: Topics, severity: Severity): Alarm {
  alarm.addAlarmAction(new SnsAction(topics.of(severity)));
  return alarm;
}
