import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { mockClient } from 'aws-sdk-client-mock';
import type { Aws } from '../../../local/deploy/clients.ts';

export const ACCOUNT = '111122223333';

export const mocks = {
  sts: mockClient(STSClient),
  cloudFormation: mockClient(CloudFormationClient),
  quotas: mockClient(ServiceQuotasClient),
  sns: mockClient(SNSClient),
  timestream: mockClient(TimestreamWriteClient),
  dynamo: mockClient(DynamoDBClient),
  s3: mockClient(S3Client),
  scheduler: mockClient(SchedulerClient),
  sfn: mockClient(SFNClient),
};
export const aws = mocks as unknown as Aws;

/** An account in which all is well, that holds no stack, and that was asked nothing yet. */
export function goodAccount(): void {
  for (const mock of Object.values(mocks)) mock.reset();
  mocks.sts
    .on(GetCallerIdentityCommand)
    .resolves({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/ada` });
  mocks.cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [
      {
        StackName: 'CDKToolkit',
        CreationTime: new Date(0),
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [{ OutputKey: 'BootstrapVersion', OutputValue: '30' }],
      },
    ],
  });
  mocks.quotas.on(GetServiceQuotaCommand).resolves({ Quota: { Value: 1_000 } });
  mocks.dynamo.on(DescribeTableCommand).resolves({ Table: { TableStatus: 'ACTIVE' } });
  mocks.scheduler.on(ListSchedulesCommand).resolves({ Schedules: [] });
  mocks.sfn.on(ListExecutionsCommand).rejects(named('StateMachineDoesNotExist'));
}

export const LAUNCH = 'quarterhour-launch-15m';
export const OFF = ' (off since `quarterhour destroy`)';

/** The schedule of the app's launches, and what runs at each look; at the last it stays so. */
export function deployedApp(state: 'ENABLED' | 'DISABLED', ...looks: string[][]): void {
  mocks.scheduler.on(ListSchedulesCommand).resolves({ Schedules: [{ Name: LAUNCH }] });
  mocks.scheduler.on(GetScheduleCommand).resolves({
    Name: LAUNCH,
    State: state,
    Description: state === 'DISABLED' ? OFF : '',
    ScheduleExpression: 'cron(14/15 * * * ? *)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: 'arn:aws:lambda:us-east-1:111122223333:function:launch',
      RoleArn: 'arn:aws:iam::1:role/r',
    },
  });
  const asked = mocks.sfn.on(ListExecutionsCommand);
  for (const names of looks.slice(0, -1)) asked.resolvesOnce({ executions: names.map(running) });
  asked.resolves({ executions: (looks.at(-1) ?? []).map(running) });
}

const running = (name: string) => ({
  name,
  executionArn: name,
  stateMachineArn: 'quarterhour-trade-window',
  status: 'RUNNING' as const,
  startDate: new Date(0),
});

/** An error of the SDK. */
export const named = (name: string, message = name): Error => Object.assign(new Error(message), { name });
