import { type Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  type CronOptionsWithTimezone,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

interface Scheduled {
  readonly description: string;
  readonly cron: CronOptionsWithTimezone;
  readonly target: IFunction;
  readonly deadLetters: IQueue;
  /** What comes later than this is not started at all. */
  readonly maxAge: Duration;
}

/**
 * Calls a function by the clock, with the minute that was meant as `at`: the call itself comes anywhere within the
 * minute after.
 */
export function makeSchedule(
  scope: Construct,
  name: string,
  { description, cron, target, deadLetters, maxAge }: Scheduled,
): Schedule {
  const home = new Construct(scope, `${name}-schedule`);
  const role = new Role(home, 'Role', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
  return new Schedule(home, 'Schedule', {
    scheduleName: `quarterhour-${name}`,
    description,
    schedule: ScheduleExpression.cron({ timeZone: TimeZone.ETC_UTC, ...cron }),
    target: new LambdaInvoke(target, {
      // Else the target would allow itself every version of the function too.
      role: role.withoutPolicyUpdates(),
      input: ScheduleTargetInput.fromObject({ at: ContextAttribute.scheduledTime }),
      deadLetterQueue: deadLetters,
      maxEventAge: maxAge,
      retryAttempts: 3,
    }),
  });
}
