import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export const SEVERITIES = ['critical', 'high', 'warning'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Services that tell us something by themselves. Topics under the key that SNS brings along would refuse them. */
const PUBLISHERS = ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'].map(
  (service) => new ServicePrincipal(service),
);

/** One topic a severity, all under one key of our own. */
export class Topics extends Construct {
  readonly #key: Key;
  readonly #topics: Readonly<Record<Severity, Topic>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#key = new Key(this, 'Key', {
      description: 'Quarterhour: messages of the alert topics.',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Without a condition: CloudWatch itself calls KMS, and names neither an account nor an alarm when it does.
    this.#key.addToResourcePolicy(
      new PolicyStatement({
        principals: PUBLISHERS,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    const makeTopic = (severity: Severity): Topic => {
      const topic = new Topic(this, severity, {
        topicName: `quarterhour-${severity}`,
        displayName: `Quarterhour ${severity}`,
        masterKey: this.#key,
        enforceSSL: true,
      });
      topic.addToResourcePolicy(
        new PolicyStatement({
          sid: 'AlarmsAndBudgets',
          principals: PUBLISHERS,
          actions: ['sns:Publish'],
          resources: [topic.topicArn],
          conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        }),
      );
      return topic;
    };
    this.#topics = {
      critical: makeTopic('critical'),
      high: makeTopic('high'),
      warning: makeTopic('warning'),
    };
  }

  of(severity: Severity): Topic {
    return this.#topics[severity];
  }

  /** Lets its holder publish to the topic of one severity. */
  mayPublish(severity: Severity): PolicyStatement[] {
    return [
      new PolicyStatement({ actions: ['sns:Publish'], resources: [this.of(severity).topicArn] }),
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.#key.keyArn],
      }),
    ];
  }
}
