export const NAME = 'quarterhour-launch-15m';
export const MARK = ' (off since `quarterhour destroy`)';

/** Every field that a schedule can have. */
export const kept = {
  ActionAfterCompletion: 'NONE',
  Description: 'A minute before the windows of 15m open.',
  EndDate: new Date('2027-01-01T00:00:00Z'),
  FlexibleTimeWindow: { Mode: 'OFF' },
  GroupName: 'default',
  KmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1',
  Name: NAME,
  ScheduleExpression: 'cron(14/15 * * * ? *)',
  ScheduleExpressionTimezone: 'Etc/UTC',
  StartDate: new Date('2026-11-22T00:00:00Z'),
  Target: {
    Arn: 'arn:aws:lambda:us-east-1:111122223333:function:quarterhour-launch-window',
    RoleArn: 'arn:aws:iam::111122223333:role/launch',
    Input: '{"at":"<aws.scheduler.scheduled-time>"}',
    DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:111122223333:dead' },
    RetryPolicy: { MaximumEventAgeInSeconds: 120, MaximumRetryAttempts: 3 },
  },
} as const;
