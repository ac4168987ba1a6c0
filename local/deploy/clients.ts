import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';

/** Where the stacks stand. */
export const REGION = 'us-east-1';

/** Whoever is asked before and after a deployment, by the credentials of the environment. */
export function connectAws() {
  const of = {
    region: REGION,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  };
  return {
    sts: new STSClient(of),
    cloudFormation: new CloudFormationClient(of),
    quotas: new ServiceQuotasClient(of),
    sns: new SNSClient(of),
    timestream: new TimestreamWriteClient(of),
    dynamo: new DynamoDBClient(of),
    s3: new S3Client(of),
    scheduler: new SchedulerClient(of),
    sfn: new SFNClient(of),
  };
}
export type Aws = ReturnType<typeof connectAws>;
