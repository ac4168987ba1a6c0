import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

const CLOSED = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies BucketProps;

/** What was replaced or deleted can be fetched back for a month; half an upload is worth nothing after a day. */
const RECOVERABLE = {
  abortIncompleteMultipartUploadAfter: Duration.days(1),
  noncurrentVersionExpiration: Duration.days(30),
};

type BucketName = 'recordings' | 'reports';

/** How a stack that holds no bucket calls one. Names are fixed, and of this account alone. */
export const bucketNamed = (stack: Stack, name: BucketName | 'access-logs') => {
  const full = `quarterhour-${name}-${stack.account}`;
  return { name: full, arn: `arn:${stack.partition}:s3:::${full}` };
};

/**
 * The files of the system: ticks under `ticks/` and tapes under `tapes/` of one bucket, reports in another. They outlive
 * their stack, and are kept until somebody deletes them.
 */
export class Buckets extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const accessLogs = makeBucket(this, 'access-logs', 'AccessLogsBucket', {
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    const keeping = (name: BucketName, logicalId: string): Bucket =>
      makeBucket(this, name, logicalId, {
        versioned: true,
        lifecycleRules: [RECOVERABLE],
        serverAccessLogsBucket: accessLogs as IBucket,
        serverAccessLogsPrefix: `${name}/`,
      });
    keeping('recordings', 'RecordingsBucket');
    keeping('reports', 'ReportsBucket');
  }
}

/** Under another logical id CloudFormation would try to make a new, empty bucket. */
function makeBucket(
  scope: Construct,
  name: BucketName | 'access-logs',
  logicalId: string,
  props: BucketProps,
) {
  const bucket = new Bucket(scope, name, {
    ...CLOSED,
    ...props,
    bucketName: bucketNamed(Stack.of(scope), name).name,
  });
  (bucket.node.defaultChild as CfnBucket).overrideLogicalId(logicalId);
  return bucket;
}
