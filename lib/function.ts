import { join } from 'node:path';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundledFunction, ROOT } from './bundle.ts';

interface FunctionProps {
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  /** All that it may do, beside writing its log and its traces. */
  readonly statements: readonly PolicyStatement[];
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
  /** Findings of the AWS Solutions rules about its role, each with why it is as it should be. */
  readonly acknowledged?: readonly { readonly id: string; readonly reason: string }[];
  /** For a function that nobody waits for: where events go that it failed on three times, or for five minutes. */
  readonly deadLetters?: IQueue;
}

const TRACES = {
  id: 'AwsSolutions-IAM5[Resource::*]',
  reason: 'X-Ray has no resources: PutTraceSegments and PutTelemetryRecords can only be allowed on all.',
};

/** The function of `lambdas/<name>`, in one file, with a role and a log of its own. */
export function makeFunction(
  scope: Construct,
  name: string,
  { description, environment, statements, acknowledged = [], deadLetters, ...size }: FunctionProps,
): LambdaFunction {
  const home = new Construct(scope, name);
  const logGroup = new LogGroup(home, 'Log', {
    logGroupName: `/aws/lambda/quarterhour-${name}`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(home, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  for (const statement of statements) role.addToPolicy(statement);
  const made = new LambdaFunction(home, 'Function', {
    functionName: `quarterhour-${name}`,
    description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(join(ROOT, 'lambdas', name), bundledFunction(`lambdas/${name}/index.ts`)),
    environment,
    role,
    logGroup,
    tracing: Tracing.ACTIVE,
    timeout: Duration.seconds(size.timeoutSeconds ?? 15),
    memorySize: size.memoryMb ?? 256,
    ...(deadLetters !== undefined && {
      deadLetterQueue: deadLetters,
      retryAttempts: 2,
      maxEventAge: Duration.minutes(5),
    }),
  });
  for (const each of [TRACES, ...acknowledged]) Validations.of(role).acknowledge(each);
  return made;
}
