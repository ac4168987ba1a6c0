import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Where what could not be delivered waits for somebody to look. */
export function makeDeadLetters(scope: Construct, name: string): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    queueName: `quarterhour-${name}-dead-letters`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'This is the dead-letter queue. An alarm tells when something is in it.',
  });
  return queue;
}
