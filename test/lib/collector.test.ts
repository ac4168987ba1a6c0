import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { Collector } from '../../lib/stacks/collector.ts';
import { Core } from '../../lib/stacks/core.ts';
import { readDeployment } from '../../shared/contracts/deployment.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { grantsOf, makeApp, theOne } from './cloud.ts';

function templateOf(context: Record<string, unknown>): Template {
  const app = makeApp();
  return Template.fromStack(new Collector(app, { core: new Core(app), deployment: readDeployment(context) }));
}
const template = templateOf({});

interface Container {
  readonly Image: unknown;
  readonly Command: readonly string[];
  readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
}
const containerOf = (from: Template): Container =>
  (theOne(from, 'AWS::ECS::TaskDefinition').properties.ContainerDefinitions as unknown as Container[])[0]!;
const roleOf = (from: Template, role: 'TaskRoleArn' | 'ExecutionRoleArn'): string =>
  (theOne(from, 'AWS::ECS::TaskDefinition').properties[role] as unknown as { 'Fn::GetAtt': [string] })[
    'Fn::GetAtt'
  ][0];

describe('the network', () => {
  test('has public subnets and no NAT', () => {
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::EIP', 0);
    template.resourceCountIs('AWS::EC2::Subnet', 2);
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  test('reaches S3 and DynamoDB by gateways, which cost nothing', () => {
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
    template.allResourcesProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' });
  });

  test('lets nothing in, and out only what venues and AWS need', () => {
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [443, 9443].map((port) =>
        Match.objectLike({ IpProtocol: 'tcp', FromPort: port, ToPort: port }),
      ),
    });
  });

  test('keeps a record of what flowed', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL' });
  });
});

describe('the collector', () => {
  test('is one task of a quarter CPU and half a gigabyte, on ARM', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '256',
      Memory: '512',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
  });

  test('is never there twice, and a version that does not start is taken back', () => {
    template.hasResourceProperties('AWS::ECS::Service', {
      DesiredCount: 1,
      DeploymentConfiguration: {
        MinimumHealthyPercent: 0,
        MaximumPercent: 100,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
      EnableExecuteCommand: Match.absent(),
      LoadBalancers: [],
    });
  });

  test('is replaced when it hangs, and has two minutes to begin', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({
          HealthCheck: {
            Command: ['CMD-SHELL', Match.stringLikeRegexp('ALIVE_FILE')],
            Interval: 30,
            Timeout: 5,
            Retries: 3,
            StartPeriod: 120,
          },
        }),
      ],
    });
  });

  test('listens on no port, is no root, and has 30 seconds to write what it holds', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({ PortMappings: Match.absent(), User: 'node', StopTimeout: 30 }),
      ],
    });
  });

  test('may do what it must and nothing else', () => {
    expect(grantsOf(template, roleOf(template, 'TaskRoleArn'))).toEqual([
      'dynamodb:GetItem HotTable',
      'dynamodb:PutItem HotTable',
      'dynamodb:PutItem WindowsTable',
      expect.stringMatching(
        /^s3:GetObject s3:::cdk-hnb659fds-assets-<AccountId>-us-east-1\/[0-9a-f]{64}\.\w+$/,
      ),
      's3:PutObject s3:::quarterhour-recordings-<AccountId>/ticks/*',
      'states:SendTaskSuccess states:us-east-1:<AccountId>:stateMachine:quarterhour-trade-window',
    ]);
    expect(grantsOf(template, roleOf(template, 'ExecutionRoleArn'))).toEqual([]);
  });

  test('reads one secret where it is named one', () => {
    const told = templateOf({ venueSecret: 'polymarket/read' });
    expect(grantsOf(told, roleOf(told, 'TaskRoleArn'))).toContain(
      'secretsmanager:GetSecretValue ' + 'secretsmanager:us-east-1:<AccountId>:secret:polymarket/read-??????',
    );
    expect(containerOf(told).Environment).toContainEqual({ Name: 'VENUE_SECRET', Value: 'polymarket/read' });
  });

  test('is told what it reads, readable by it', () => {
    const told = Object.fromEntries(
      containerOf(templateOf({ series: 'btc-15m,eth-1h' })).Environment.map(({ Name, Value }) => [
        Name,
        typeof Value === 'string' ? Value : 'name',
      ]),
    );
    const { SERIES, PREFIX } = readEnvironment(told, READS.collector);
    expect(SERIES).toEqual([
      { asset: 'btc', length: '15m' },
      { asset: 'eth', length: '1h' },
    ]);
    expect(PREFIX).toBe('ticks/');
  });
});

describe('the program of the collector', () => {
  test("is fetched by Node's own image, which needs no Docker to deploy", () => {
    const { Image, Command, Environment } = containerOf(template);
    expect(Image).toBe('public.ecr.aws/docker/library/node:24-slim');
    expect(Command.slice(0, 3)).toEqual(['node', '--input-type=module', '--eval']);
    expect(Environment.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['PROGRAM_BUCKET', 'PROGRAM_KEY']),
    );
  });

  test('is started by a line that CloudFormation does not touch', () => {
    expect(containerOf(template).Command[3]).not.toContain('${');
  });

  test('is baked into an image where that is asked for', () => {
    const baked = templateOf({ collectorImage: 'asset' });
    expect(JSON.stringify(containerOf(baked).Image)).toContain('cdk-hnb659fds-container-assets-');
    expect(containerOf(baked).Command).toEqual(['node', '/collector.mjs']);
  });
});
