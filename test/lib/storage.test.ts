import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { Core } from '../../lib/stacks/core.ts';
import { toCreateTable } from '../../shared/adapters/dynamodb/create-table.ts';
import { TABLES } from '../../shared/adapters/dynamodb/tables.ts';
import { makeApp } from './cloud.ts';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const BUCKET = 'AWS::S3::Bucket';
const core = new Core(makeApp());
const template = Template.fromStack(core);

describe('the core stack', () => {
  test('is protected from being deleted by mistake', () => {
    expect(core.terminationProtection).toBe(true);
  });

  test('stands in us-east-1, in any account', () => {
    expect(core.region).toBe('us-east-1');
    expect(JSON.stringify(core.resolve(core.account))).toBe('{"Ref":"AWS::AccountId"}');
  });

  test.each([
    [TABLE, ['EventsTable', 'HotTable', 'LedgerTable', 'WindowsTable']],
    [BUCKET, ['AccessLogsBucket', 'RecordingsBucket', 'ReportsBucket']],
  ])('keeps every %s under an id that no refactoring may change', (type, ids) => {
    expect(Object.keys(template.findResources(type)).sort()).toEqual(ids);
  });

  test.each([TABLE, BUCKET])(
    'leaves every %s and what is in it behind when it is deleted or replaced',
    (type) => {
      template.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    },
  );

  test('lets no table be deleted by itself', () => {
    template.allResourcesProperties(TABLE, {
      Replicas: [{ Region: 'us-east-1', DeletionProtectionEnabled: true }],
    });
  });

  test('encrypts every table, and can restore it to any second', () => {
    template.allResourcesProperties(TABLE, {
      SSESpecification: { SSEEnabled: true },
      Replicas: [
        { Region: 'us-east-1', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ],
    });
  });
});

describe.each(Object.entries(TABLES))('the table %s', (_, definition) => {
  const name = `quarterhour-${definition.suffix}`;
  const local = toCreateTable(name, definition);

  test('has the keys, the index and the billing of the embedded one', () => {
    template.hasResourceProperties(TABLE, {
      TableName: name,
      KeySchema: local.KeySchema,
      AttributeDefinitions: Match.arrayWith(local.AttributeDefinitions ?? []),
      GlobalSecondaryIndexes: local.GlobalSecondaryIndexes ?? Match.absent(),
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  test('forgets items by its time to live only where it has one', () => {
    template.hasResourceProperties(TABLE, {
      TableName: name,
      TimeToLiveSpecification:
        'ttl' in definition ? { AttributeName: definition.ttl, Enabled: true } : Match.absent(),
    });
  });
});
