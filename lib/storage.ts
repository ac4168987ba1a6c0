import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  type CfnGlobalTable,
  ProjectionType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { TABLES, type TableDefinition } from '../shared/adapters/dynamodb/tables.ts';

type Keys = TableDefinition['keys'];
export type Table = keyof typeof TABLES;

/**
 * CloudFormation knows a table by this id alone: under another one it would make a new, empty table. No moving about
 * of constructs may change it.
 */
const LOGICAL_IDS: Readonly<Record<Table, string>> = {
  ledger: 'LedgerTable',
  windows: 'WindowsTable',
  hot: 'HotTable',
  events: 'EventsTable',
};

/** The tables of the system. They outlive their stack, nobody deletes them by a slip, and any second of the last 35 days can be restored. */
export class Storage extends Construct {
  readonly tables: Readonly<Record<Table, TableV2>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const pinned = (name: Table): TableV2 => {
      const table = makeTable(this, name, TABLES[name]);
      (table.node.defaultChild as CfnGlobalTable).overrideLogicalId(LOGICAL_IDS[name]);
      return table;
    };
    this.tables = {
      ledger: pinned('ledger'),
      windows: pinned('windows'),
      hot: pinned('hot'),
      events: pinned('events'),
    };
  }
}

function makeTable(scope: Construct, id: string, { suffix, keys, index, ttl }: TableDefinition): TableV2 {
  return new TableV2(scope, id, {
    tableName: `quarterhour-${suffix}`,
    ...keyProps(keys),
    ...(index !== undefined && {
      globalSecondaryIndexes: [
        { indexName: index.name, ...keyProps(index), projectionType: ProjectionType.KEYS_ONLY },
      ],
    }),
    ...(ttl !== undefined && { timeToLiveAttribute: ttl }),
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    encryption: TableEncryptionV2.awsManagedKey(),
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

const keyProps = ({ partition, sort }: Keys) => ({
  partitionKey: attribute(partition),
  ...(sort !== undefined && { sortKey: attribute(sort) }),
});

const attribute = ({ name, type }: Keys['partition']): Attribute => ({
  name,
  type: type === 'S' ? AttributeType.STRING : AttributeType.NUMBER,
});
