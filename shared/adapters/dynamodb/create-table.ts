import type { CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from './tables.ts';

const keySchema = ({ partition, sort }: TableDefinition['keys']): KeySchemaElement[] => [
  { AttributeName: partition.name, KeyType: 'HASH' },
  ...(sort === undefined ? [] : [{ AttributeName: sort.name, KeyType: 'RANGE' } as const]),
];

/** The request that creates a table named `name`. Its time to live is not part of it. */
export function toCreateTable(name: string, { keys, index }: TableDefinition): CreateTableCommandInput {
  const attributes = [keys.partition, keys.sort, index?.partition, index?.sort].filter(
    (attribute) => attribute !== undefined,
  );
  const types = new Map(attributes.map((attribute) => [attribute.name, attribute.type]));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(keys),
    AttributeDefinitions: Array.from(types, ([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    GlobalSecondaryIndexes:
      index === undefined
        ? undefined
        : [
            {
              IndexName: index.name,
              KeySchema: keySchema(index),
              Projection: { ProjectionType: 'KEYS_ONLY' },
            },
          ],
  };
}
