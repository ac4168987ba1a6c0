import { Arn, ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { READS } from '../../shared/contracts/environment.ts';
import { type Access, statementsOf } from '../access.ts';
import { bucketNamed } from '../buckets.ts';
import { ALIVE_FILE, makeCollector } from '../collector.ts';
import { environmentOf } from '../environment.ts';
import { Network } from '../network.ts';
import { mayRead } from '../secrets.ts';
import { TIMESTREAM_DATABASE, TIMESTREAM_TABLES } from '../timeseries.ts';
import { WORKFLOW_NAME } from '../workflow.ts';
import { home } from './home.ts';
import type { Parts } from './parts.ts';

const ACCESS: Access = { hot: ['GetItem', 'PutItem'], windows: ['PutItem'] };
const PREFIX = 'ticks/';

/** The process that watches the venues, and the network it stands in. */
export class Collector extends Stack {
  constructor(scope: Construct, { core, deployment }: Parts) {
    super(scope, 'Collector', home('collector', 'the process that watches exchanges and Polymarket'));
    const recordings = bucketNamed(this, 'recordings');
    const service = makeCollector(this, {
      network: new Network(this, 'Network'),
      deployment,
      environment: environmentOf(READS.collector, core, deployment, {
        BUCKET: recordings.name,
        PREFIX,
        ALIVE_FILE,
        TIMESTREAM_DATABASE: deployment.timestream ? TIMESTREAM_DATABASE : undefined,
      }),
      statements: [
        ...statementsOf(ACCESS, core.tables),
        new PolicyStatement({
          actions: ['s3:PutObject'],
          resources: [`${recordings.arn}/${PREFIX}*`],
        }),
        new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [this.#workflowArn()] }),
        ...mayRead(this, deployment.venueSecret),
        ...(deployment.timestream ? this.#mayWriteTicks() : []),
      ],
    });
    Validations.of(service.taskDefinition).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::arn:aws:s3:::quarterhour-recordings-<AWS::AccountId>/ticks/*]',
      reason:
        'Files are named after their minute: the collector may write any name under ticks/, and nothing else.',
    });
    if (deployment.timestream)
      Validations.of(service.taskDefinition).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'timestream:DescribeEndpoints has no resource that a policy could name.',
      });
  }

  /** By their names too. The service asks where it is before each write, and that can only be allowed on all. */
  #mayWriteTicks(): PolicyStatement[] {
    const tables = TIMESTREAM_TABLES.map((table) =>
      Arn.format(
        {
          service: 'timestream',
          resource: 'database',
          resourceName: `${TIMESTREAM_DATABASE}/table/${table}`,
        },
        this,
      ),
    );
    return [
      new PolicyStatement({ actions: ['timestream:WriteRecords'], resources: tables }),
      new PolicyStatement({ actions: ['timestream:DescribeEndpoints'], resources: ['*'] }),
    ];
  }

  /** By its name: the workflow's stack may come and go without this one. */
  #workflowArn(): string {
    return Arn.format(
      {
        service: 'states',
        resource: 'stateMachine',
        resourceName: WORKFLOW_NAME,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      },
      this,
    );
  }
}
