import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { READS } from '../shared/contracts/environment.ts';
import { statementsOf } from './access.ts';
import { bucketNamed } from './buckets.ts';
import { environmentOf } from './environment.ts';
import { makeFunction } from './function.ts';
import { WATCH_ACCESS, type WatchFunction } from './functions.ts';
import { mayRead } from './secrets.ts';
import type { Parts } from './stacks/parts.ts';

const PREFIX = 'reports/';
/** A chat may take 20 s, a wait that it asks for among them; the secret and the table take their time before and after. */
const PATIENT = { timeoutSeconds: 45 };
/** They read a day, or four weeks, of records. */
const LARGE = { timeoutSeconds: 120, memoryMb: 512 };

const ANY_REPORT = {
  id: 'AwsSolutions-IAM5[Resource::arn:aws:s3:::quarterhour-reports-<AWS::AccountId>/reports/*]',
  reason: 'Reports are named after their day: any name under reports/ may be written, and nothing else.',
};

/** The functions that watch, with what each may do beside reading tables. */
export function makeWatchFunctions(
  scope: Construct,
  { core, deployment }: Parts,
  deadLetters: IQueue,
): Record<WatchFunction, LambdaFunction> {
  const stack = Stack.of(scope);
  const reports = bucketNamed(stack, 'reports');
  const chats = mayRead(stack, deployment.discordSecret, deployment.telegramSecret);
  const make = (
    name: WatchFunction,
    does: string,
    { statements = [], ...rest }: Partial<Parameters<typeof makeFunction>[2]>,
  ): LambdaFunction =>
    makeFunction(scope, name, {
      description: `Quarterhour: ${does}.`,
      environment: environmentOf(READS[name], core, deployment, { BUCKET: reports.name, PREFIX }),
      statements: [...statementsOf(WATCH_ACCESS[name], core.tables), ...statements],
      ...rest,
    });

  return {
    notify: make('notify', 'passes alarms on to Discord and Telegram', {
      statements: chats,
      deadLetters,
      ...PATIENT,
    }),
    'daily-report': make('daily-report', 'tells at midnight how the day was', {
      statements: [
        ...chats,
        ...core.topics.mayPublish('high'),
        new PolicyStatement({ actions: ['s3:PutObject'], resources: [`${reports.arn}/${PREFIX}*`] }),
      ],
      acknowledged: [ANY_REPORT],
      deadLetters,
      ...LARGE,
    }),
    'edge-review': make('edge-review', 'looks every week whether there still is an edge', {
      statements: core.topics.mayPublish('critical'),
      deadLetters,
      ...LARGE,
    }),
    'chart-widget': make('chart-widget', 'draws what the dashboard cannot', LARGE),
  };
}
