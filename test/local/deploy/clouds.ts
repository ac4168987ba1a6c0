import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
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
};
export const aws = mocks as unknown as Aws;

/** An account in which all is well, and that was asked nothing yet. */
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
}

/** An error of the SDK. */
export const named = (name: string, message = name): Error => Object.assign(new Error(message), { name });
