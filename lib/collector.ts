import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  AvailabilityZoneRebalancing,
  Cluster,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Deployment } from '../shared/contracts/deployment.ts';
import { collectorProgram } from './collector-program.ts';
import type { Network } from './network.ts';

/** Fixed, so that the dashboard can name them. */
export const COLLECTOR = { ClusterName: 'quarterhour', ServiceName: 'quarterhour-collector' } as const;

/** What the collector writes anew every five seconds while it is alive. */
export const ALIVE_FILE = '/tmp/quarterhour-alive';
/** Only what every Debian holds: a Node of its own would take a tenth of the task's memory. */
const IS_ALIVE = 'test $(($(date +%s) - $(stat -c %Y "$ALIVE_FILE"))) -lt 60';

interface CollectorProps {
  readonly network: Network;
  readonly deployment: Deployment;
  readonly environment: Readonly<Record<string, string>>;
  /** All that it may do, beside fetching its program. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * The one process that is always on. Two would write over each other, so the old one is stopped before the new one is
 * started: a deployment is a gap of a minute in the recordings.
 */
export function makeCollector(
  scope: Construct,
  { network, deployment, environment, statements }: CollectorProps,
): FargateService {
  const cluster = new Cluster(scope, 'Cluster', {
    clusterName: COLLECTOR.ClusterName,
    vpc: network.vpc,
    containerInsightsV2: ContainerInsights.DISABLED,
  }) as ICluster;
  Validations.of(cluster).acknowledge({
    id: 'AwsSolutions-ECS4',
    reason:
      'One service with one task: its CPU and memory are free metrics of ECS, its feeds metrics of its own.',
  });
  const task = new FargateTaskDefinition(scope, 'Task', {
    family: 'quarterhour-collector',
    cpu: 256,
    memoryLimitMiB: 512,
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.ARM64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
  });
  const program = collectorProgram(scope, deployment.collectorImage);
  task.addContainer('Collector', {
    image: program.image,
    command: program.command,
    user: 'node',
    environment: { ...environment, ...program.environment },
    // One that hangs would stay: ECS replaces by itself only what has ended.
    healthCheck: {
      command: ['CMD-SHELL', IS_ALIVE],
      interval: Duration.seconds(30),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.minutes(2),
    },
    // It writes what it holds when it is told to stop.
    stopTimeout: Duration.seconds(30),
    logging: LogDrivers.awsLogs({
      streamPrefix: 'collector',
      logGroup: new LogGroup(scope, 'Log', {
        logGroupName: '/quarterhour/collector',
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    }),
  });
  for (const statement of [...statements, ...program.statements]) task.addToTaskRolePolicy(statement);
  Validations.of(task).acknowledge({
    id: 'AwsSolutions-ECS2',
    reason: 'The variables are names of tables, of a bucket and of a secret, and settings; none is a secret.',
  });
  if (deployment.collectorImage === 'asset')
    Validations.of(task.obtainExecutionRole()).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ECR has no resource for GetAuthorizationToken: it can only be allowed on all.',
    });
  return new FargateService(scope, 'Service', {
    serviceName: COLLECTOR.ServiceName,
    cluster,
    taskDefinition: task,
    desiredCount: 1,
    minHealthyPercent: 0,
    maxHealthyPercent: 100,
    availabilityZoneRebalancing: AvailabilityZoneRebalancing.DISABLED,
    circuitBreaker: { rollback: true },
    assignPublicIp: true,
    vpcSubnets: { subnetType: SubnetType.PUBLIC },
    securityGroups: [network.outbound],
  });
}
