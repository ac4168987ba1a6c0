import { RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** 443 for everything but Binance's second host. */
const VENUE_PORTS = [443, 9443];

/**
 * Two public subnets and no NAT, which would cost more than all else. Nothing can come in: the only security group has
 * no rule for it.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly outbound: SecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      natGateways: 0,
      maxAzs: 2,
      subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false }],
      gatewayEndpoints: {
        s3: { service: GatewayVpcEndpointAwsService.S3 },
        dynamodb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
      },
      // It would bring a function of its own along, to empty a group that nothing is in.
      restrictDefaultSecurityGroup: false,
      flowLogs: {
        all: {
          destination: FlowLogDestination.toCloudWatchLogs(
            new LogGroup(this, 'FlowLog', {
              retention: RetentionDays.ONE_MONTH,
              removalPolicy: RemovalPolicy.DESTROY,
            }),
          ),
        },
      },
    }) as IVpc;
    this.outbound = new SecurityGroup(this, 'Outbound', {
      vpc: this.vpc,
      description: 'Quarterhour collector: to venues and to AWS, nothing in',
      allowAllOutbound: false,
    });
    for (const port of VENUE_PORTS) this.outbound.addEgressRule(Peer.anyIpv4(), Port.tcp(port));
  }
}
