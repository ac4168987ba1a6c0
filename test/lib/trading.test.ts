import { createRequire } from 'node:module';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { Core } from '../../lib/stacks/core.ts';
import { Trading } from '../../lib/stacks/trading.ts';
import { readDeployment } from '../../shared/contracts/deployment.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import * as errors from '../../shared/contracts/errors.ts';
import { tradeWindow } from '../../shared/workflow/trade-window.ts';
import { grantsOf, makeApp, roleOf, theOne } from './cloud.ts';

type Validate = (definition: unknown) => { isValid: boolean; errorsText: () => string };
const validate: Validate = createRequire(import.meta.url)('asl-validator');

const app = makeApp();
const deployment = readDeployment({
  series: 'btc-15m,eth-15m,btc-5m,sol-1h,btc-4h',
  settings: { minEdgeThreshold: 0.1 },
});
const template = Template.fromStack(new Trading(app, { core: new Core(app), deployment }));
const functions = Object.entries(template.findResources('AWS::Lambda::Function'));

/** To publish to one topic; its key is that of all topics. */
const told = (severity: string) => [
  `sns:Publish Topics${severity}`,
  'kms:Decrypt TopicsKey',
  'kms:GenerateDataKey TopicsKey',
];
const JOURNAL = ['dynamodb:PutItem LedgerTable', 'dynamodb:Query LedgerTable'];
const DEAD_LETTERS = 'sqs:SendMessage DeadLetters';

describe('each function may do what it must and nothing else', () => {
  test.each([
    ['open-window', ['dynamodb:GetItem WindowsTable', 'dynamodb:PutItem WindowsTable']],
    ['await-trigger', ['dynamodb:PutItem HotTable']],
    ['evaluate-signal', ['dynamodb:GetItem HotTable', 'dynamodb:PutItem WindowsTable']],
    [
      'approve-risk',
      [
        ...JOURNAL,
        'dynamodb:GetItem HotTable',
        'dynamodb:PutItem WindowsTable',
        'dynamodb:Query WindowsTable',
      ],
    ],
    [
      'place-order',
      ['dynamodb:GetItem WindowsTable', 'dynamodb:PutItem WindowsTable', 'dynamodb:Query WindowsTable'],
    ],
    [
      'confirm-fill',
      [
        ...JOURNAL,
        'dynamodb:GetItem HotTable',
        'dynamodb:GetItem WindowsTable',
        'dynamodb:PutItem WindowsTable',
        'dynamodb:Query WindowsTable',
      ],
    ],
    [
      'settle-position',
      [
        ...JOURNAL,
        'dynamodb:GetItem HotTable',
        'dynamodb:PutItem EventsTable',
        'dynamodb:PutItem WindowsTable',
        'dynamodb:Query WindowsTable',
        ...told('warning'),
      ],
    ],
    ['record-skip', [...JOURNAL, 'dynamodb:PutItem WindowsTable', 'dynamodb:Query WindowsTable']],
    ['raise-alert', ['dynamodb:PutItem EventsTable', ...told('high')]],
    ['launch-window', [...JOURNAL, DEAD_LETTERS, 'states:StartExecution TradeWindow']],
    [
      'reconcile',
      [
        ...JOURNAL,
        'dynamodb:GetItem HotTable',
        'dynamodb:PutItem EventsTable',
        'dynamodb:GetItem WindowsTable',
        'dynamodb:PutItem WindowsTable',
        'dynamodb:Query WindowsTable',
        'dynamodb:Query WindowsTable/index/byDay',
        DEAD_LETTERS,
        ...told('warning'),
      ],
    ],
  ])('%s: %j', (name, grants) => {
    expect(grantsOf(template, roleOf(template, `quarterhour-${name}`))).toEqual(grants.toSorted());
  });

  test('none has a policy of AWS, which allows more', () => {
    template.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test('the workflow calls its nine functions, and no version of them', () => {
    const { properties } = theOne(template, 'AWS::StepFunctions::StateMachine');
    const role = (properties.RoleArn as unknown as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];
    const calls = grantsOf(template, role);
    expect(calls).toHaveLength(9);
    expect(calls).toContain('lambda:InvokeFunction placeorderFunction');
    expect(calls.filter((grant) => grant.includes('*'))).toEqual([]);
  });

  test('a schedule calls the launcher, or what reconciles', () => {
    const roles = Object.entries(template.findResources('AWS::IAM::Role')).flatMap(([id, { Properties }]) =>
      JSON.stringify(Properties).includes('scheduler.amazonaws.com') ? [id] : [],
    );
    const calls = roles.map((role) => grantsOf(template, role));
    expect(new Set(calls.map(([call]) => call))).toEqual(
      new Set(['lambda:InvokeFunction launchwindowFunction', 'lambda:InvokeFunction reconcileFunction']),
    );
    for (const grants of calls) expect(grants).toEqual([grants[0], DEAD_LETTERS]);
  });

  test('nothing reads a secret or signs', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/secretsmanager:|kms:Sign/);
  });
});

describe('each function', () => {
  test('runs on Node 24, on ARM, with a trace and a log that is forgotten after a month', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: Match.anyValue() },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.resourceCountIs('AWS::Logs::LogGroup', functions.length + 1);
  });

  test('is told what it reads, readable by it, and nothing more', () => {
    for (const [, { Properties }] of functions) {
      const name = Properties.FunctionName.replace('quarterhour-', '') as keyof typeof READS;
      const told = Properties.Environment.Variables as Record<string, unknown>;
      expect(READS[name]).toEqual(expect.arrayContaining(Object.keys(told)));
      // References are names or ARNs once it is deployed.
      const deployed = Object.entries(told).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : 'arn:aws:x',
      ]);
      expect(() => readEnvironment(Object.fromEntries(deployed), READS[name])).not.toThrow();
    }
  });

  test('is told the settings that differ', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'quarterhour-evaluate-signal',
      Environment: { Variables: Match.objectLike({ SETTINGS: '{"minEdgeThreshold":0.1}' }) },
    });
  });
});

describe('the workflow', () => {
  const { properties } = theOne(template, 'AWS::StepFunctions::StateMachine');
  const substitutions = Object.entries(
    properties.DefinitionSubstitutions as unknown as Record<string, { 'Fn::GetAtt': [string, 'Arn'] }>,
  );
  const names = new Map(functions.map(([id, { Properties }]) => [id, String(Properties.FunctionName)]));
  /** What CloudFormation makes of it, with the name of a task for the ARN of its function. */
  const text = substitutions.reduce<string>(
    (said, [placeholder, { 'Fn::GetAtt': of }]) =>
      said.replaceAll(`\${${placeholder}}`, names.get(of[0])?.replace('quarterhour-', '') ?? 'unknown'),
    properties.DefinitionString as unknown as string,
  );
  const definition = JSON.parse(text);

  test('is the one that runs here', () => {
    expect(substitutions).toHaveLength(9);
    expect(definition).toEqual(structuredClone(tradeWindow((task) => task)));
  });

  test('is one that Step Functions takes', () => {
    const result = validate(definition);
    expect(result.isValid, result.errorsText()).toBe(true);
  });

  test('ends after a day at the latest', () => {
    expect(definition.TimeoutSeconds).toBe(86_400);
  });

  test('tries again what a function that was cut off ends as', () => {
    const tasks = Object.values<{ Resource?: string; Retry?: { ErrorEquals: string[] }[] }>(
      definition.States,
    );
    const retried = tasks.filter(({ Retry }) => Retry !== undefined);
    expect(retried.length).toBeGreaterThan(5);
    for (const { Retry = [] } of retried)
      expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual(
        expect.arrayContaining([
          'TimeoutError',
          'Sandbox.Timedout',
          'Lambda.Unknown',
          'Lambda.ClientExecutionTimeoutException',
        ]),
      );
  });

  test('retries and catches by names that exist', () => {
    const named = [...text.matchAll(/"ErrorEquals":(\[[^\]]*\])/g)].flatMap(
      ([, list]) => JSON.parse(list as string) as string[],
    );
    // `TimeoutError` is the platform's: what a request is called that was given up.
    const ours = new Set(named.filter((name) => !/^(States|Lambda|Sandbox)\.|^TimeoutError$/.test(name)));
    expect(ours.size).toBeGreaterThan(0);
    for (const name of ours) expect(Object.keys(errors)).toContain(name);
  });

  test('keeps a history, a log of everything and a trace', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
    });
  });
});

describe('windows are launched', () => {
  test.each([
    ['5m', 'cron(4/5 * * * ? *)', 'Etc/UTC'],
    ['15m', 'cron(14/15 * * * ? *)', 'Etc/UTC'],
    ['1h', 'cron(59 * * * ? *)', 'Etc/UTC'],
    ['4h', 'cron(59 3/4 * * ? *)', 'America/New_York'],
  ])('a minute before those of %s open: %s in %s', (length, cron, zone) => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: `quarterhour-launch-${length}`,
      ScheduleExpression: cron,
      ScheduleExpressionTimezone: zone,
    });
  });

  test('by one schedule a length, whatever the number of series', () => {
    const names = Object.values(template.findResources('AWS::Scheduler::Schedule')).map(
      ({ Properties }) => Properties.Name as string,
    );
    expect(names.filter((name) => name.startsWith('quarterhour-launch-'))).toHaveLength(4);
  });

  test('and what they left is reconciled four times an hour', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'quarterhour-reconcile',
      ScheduleExpression: 'cron(7/15 * * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'quarterhour-reconcile',
      DeadLetterConfig: { TargetArn: Match.anyValue() },
    });
  });

  test('by the minute that was meant, within two minutes or not at all, and what fails is kept', () => {
    template.allResourcesProperties('AWS::Scheduler::Schedule', {
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Input: '{"at":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumEventAgeInSeconds: 120, MaximumRetryAttempts: 3 },
        DeadLetterConfig: { Arn: Match.anyValue() },
      },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'quarterhour-launch-window',
      DeadLetterConfig: { TargetArn: Match.anyValue() },
    });
  });

  test('dead letters are encrypted, kept for two weeks, and told of', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3600,
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      AlarmActions: Match.anyValue(),
    });
  });
});

test('a window whose execution could not tell how it ended is told of by a rule, every other by its own alert alone', () => {
  const { properties } = theOne(template, 'AWS::Events::Rule');
  expect(properties.EventPattern).toEqual({
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: {
      stateMachineArn: [{ Ref: expect.stringMatching(/^TradeWindow/) }],
      status: ['FAILED', 'TIMED_OUT'],
      error: [{ exists: false }, null, { 'anything-but': ['WindowFailed'] }],
    },
  });
  expect(tradeWindow((task) => task).States.Failed.Error).toBe('WindowFailed');
  const [target] = properties.Targets as unknown as readonly [
    { Arn: unknown; RoleArn: { 'Fn::GetAtt': [string] }; DeadLetterConfig: unknown },
  ];
  expect(JSON.stringify(target.Arn)).toContain('Topicshigh');
  expect(target.DeadLetterConfig).toBeDefined();
  expect(grantsOf(template, target.RoleArn['Fn::GetAtt'][0])).toEqual(told('high').toSorted());
  template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { Namespace: 'AWS/States' }, 0);
});
