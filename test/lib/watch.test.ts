import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { Core } from '../../lib/stacks/core.ts';
import { Watch } from '../../lib/stacks/watch.ts';
import { readDeployment } from '../../shared/contracts/deployment.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { ALERT_RULES } from '../../shared/domain/watch/alert-rules.ts';
import { DASHBOARD_ROWS } from '../../shared/domain/watch/dashboard.ts';
import { grantsOf, makeApp, roleOf, theOne } from './cloud.ts';

function templateOf(context: Record<string, unknown>): Template {
  const app = makeApp();
  return Template.fromStack(new Watch(app, { core: new Core(app), deployment: readDeployment(context) }));
}
const template = templateOf({
  email: 'me@example.com',
  sms: '+12025550123',
  discordSecret: 'chats/discord',
  telegramSecret: 'chats/telegram',
  budget: 45,
});
const plain = templateOf({ series: 'btc-1h' });

/** `arn of the topic` as another stack refers to it. */
const topic = (severity: string) => ({
  'Fn::GetStackOutput': Match.objectLike({
    OutputName: Match.stringLikeRegexp(`^PublishOutputRefTopics${severity}`),
  }),
});
const KEY = ['kms:Decrypt TopicsKey', 'kms:GenerateDataKey TopicsKey'];
const LETTERS = 'sqs:SendMessage DeadLetters';
const secret = (name: string): string =>
  `secretsmanager:GetSecretValue secretsmanager:us-east-1:<AccountId>:secret:chats/${name}-??????`;

describe('each function that watches may do what it must and nothing else', () => {
  test.each([
    [
      'notify',
      [
        'dynamodb:GetItem EventsTable',
        'dynamodb:PutItem EventsTable',
        secret('discord'),
        secret('telegram'),
        LETTERS,
      ],
    ],
    [
      'daily-report',
      [
        'dynamodb:GetItem EventsTable',
        'dynamodb:PutItem EventsTable',
        'dynamodb:Query EventsTable',
        'dynamodb:Query LedgerTable',
        'dynamodb:Query WindowsTable',
        'dynamodb:Query WindowsTable/index/byDay',
        ...KEY,
        's3:PutObject s3:::quarterhour-reports-<AccountId>/reports/*',
        secret('discord'),
        secret('telegram'),
        'sns:Publish Topicshigh',
        LETTERS,
      ],
    ],
    [
      'edge-review',
      [
        'dynamodb:PutItem LedgerTable',
        'dynamodb:Query LedgerTable',
        'dynamodb:Query WindowsTable',
        'dynamodb:Query WindowsTable/index/byDay',
        ...KEY,
        'sns:Publish Topicscritical',
        LETTERS,
      ],
    ],
    [
      'chart-widget',
      ['dynamodb:GetItem HotTable', 'dynamodb:Query WindowsTable', 'dynamodb:Query WindowsTable/index/byDay'],
    ],
  ])('%s', (name, grants) => {
    expect(grantsOf(template, roleOf(template, `quarterhour-${name}`))).toEqual(grants.toSorted());
  });

  test('no secret may be read where none is named', () => {
    expect(JSON.stringify(plain.toJSON())).not.toContain('secretsmanager:');
  });

  test('each is told what it reads, readable by it', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      const name = Properties.FunctionName.replace('quarterhour-', '') as keyof typeof READS;
      const told = Object.entries(Properties.Environment.Variables as Record<string, unknown>).map(
        ([key, value]) => [key, typeof value === 'string' ? value : 'arn:aws:x'],
      );
      expect(() => readEnvironment(Object.fromEntries(told), READS[name])).not.toThrow();
    }
  });
});

describe('alarms', () => {
  const NAMES = { above: 'GreaterThan', 'at-least': 'GreaterThanOrEqualTo', below: 'LessThan' } as const;

  test.each(ALERT_RULES)('$id tells the topic of its severity', (rule) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `quarterhour-${rule.id}`,
      AlarmDescription: Match.stringLikeRegexp(rule.runbook),
      Threshold: rule.threshold,
      ComparisonOperator: `${NAMES[rule.comparison]}Threshold`,
      EvaluationPeriods: rule.evaluationPeriods,
      TreatMissingData: rule.treatMissing,
      AlarmActions: [topic(rule.severity)],
    });
  });

  test('there is one for every rule, and one for dead letters', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', ALERT_RULES.length + 1);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      AlarmActions: [topic('high')],
    });
  });

  test('a collector that is silent raises an alarm that no feed can hold', () => {
    const alarmOf = (id: string) =>
      theOne(template, 'AWS::CloudWatch::Alarm', { AlarmName: `quarterhour-${id}` }).properties;
    // The number of feeds that are down is written every minute, whatever it is.
    expect(alarmOf('collector-silent')).toMatchObject({
      MetricName: 'FeedsDown',
      Statistic: 'SampleCount',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    });
    expect(alarmOf('feed-disconnected')).toMatchObject({ Statistic: 'Minimum', TreatMissingData: 'ignore' });
  });

  test('a rate of errors is errors by calls', () => {
    const { properties } = theOne(template, 'AWS::CloudWatch::Alarm', {
      AlarmName: 'quarterhour-api-errors',
    });
    expect(properties.Metrics).toMatchObject([
      { Expression: 'part / whole' },
      { Id: 'part', MetricStat: { Metric: { MetricName: 'ApiErrors' }, Period: 300, Stat: 'Sum' } },
      { Id: 'whole', MetricStat: { Metric: { MetricName: 'ApiCalls' }, Period: 300, Stat: 'Sum' } },
    ]);
  });

  test.each([
    // two windows of 15 minutes, two of an hour
    ['btc-15m', template, 1_800],
    ['btc-1h', plain, 7_200],
  ])('silence is judged by the windows of %s', (_, of, seconds) => {
    of.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'quarterhour-no-decisions',
      Period: seconds,
    });
  });
});

describe('people are told', () => {
  test('by a function for the chats, of every severity, and what it misses is kept', () => {
    for (const severity of ['critical', 'high', 'warning'])
      template.hasResourceProperties('AWS::SNS::Subscription', {
        Protocol: 'lambda',
        TopicArn: topic(severity),
        RedrivePolicy: { deadLetterTargetArn: Match.anyValue() },
      });
  });

  test('with time for a chat that asks to wait', () => {
    // Two answers of 5 s and the longest wait of 10 s, and as much again for the secret and the table.
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'quarterhour-notify',
      Timeout: 45,
    });
  });

  test('by e-mail of what is critical or high, by SMS of what is critical', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      TopicArn: topic('critical'),
    });
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', TopicArn: topic('high') });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sms',
      TopicArn: topic('critical'),
    });
    template.resourceCountIs('AWS::SNS::Subscription', 6);
  });

  test('by chats alone where no address is given', () => {
    plain.resourceCountIs('AWS::SNS::Subscription', 3);
  });

  test('when the budget is spent, or will be', () => {
    const { properties } = theOne(template, 'AWS::Budgets::Budget');
    expect(properties.Budget).toMatchObject({
      BudgetLimit: { Amount: 45, Unit: 'USD' },
      TimeUnit: 'MONTHLY',
    });
    template.hasResourceProperties('AWS::Budgets::Budget', {
      NotificationsWithSubscribers: ['ACTUAL', 'FORECASTED'].map((NotificationType) =>
        Match.objectLike({
          Notification: Match.objectLike({ NotificationType, Threshold: 100, ThresholdType: 'PERCENTAGE' }),
          Subscribers: [{ SubscriptionType: 'SNS', Address: topic('high') }],
        }),
      ),
    });
  });
});

test.each([
  // `quarterhour cost` says $24.24 of one series: 24.24 x 1.3 = 31.5.
  ['btc-15m', 32],
  // Another of 15 minutes is $4.17 more: 28.41 x 1.3 = 36.9.
  ['btc-15m,eth-15m', 37],
])('the budget of %s is what it is expected to cost and 30 %% more, $%d', (series, Amount) => {
  const { properties } = theOne(templateOf({ series }), 'AWS::Budgets::Budget');
  expect(properties.Budget).toMatchObject({ BudgetLimit: { Amount } });
});

describe('reports', () => {
  test.each([
    ['daily-report', 'cron(0 0 * * ? *)'],
    ['edge-review', 'cron(10 0 ? * MON *)'],
  ])('%s comes by %s UTC, within an hour or not at all', (name, cron) => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: `quarterhour-${name}`,
      ScheduleExpression: cron,
      ScheduleExpressionTimezone: 'Etc/UTC',
      Target: Match.objectLike({
        RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 3 },
        DeadLetterConfig: { Arn: Match.anyValue() },
      }),
    });
  });
});

test('the dashboard has the six rows, with all their widgets', () => {
  const body = JSON.stringify(theOne(template, 'AWS::CloudWatch::Dashboard').properties.DashboardBody);
  for (const { title, widgets } of DASHBOARD_ROWS) {
    expect(body).toContain(`## ${title}`);
    for (const widget of widgets) expect(body).toContain(widget.title.replaceAll('"', '\\"'));
  }
  expect(body.match(/\\"type\\":\\"custom\\"/g)).toHaveLength(
    DASHBOARD_ROWS.flatMap(({ widgets }) => widgets).filter(({ kind }) => kind === 'custom').length,
  );
});
