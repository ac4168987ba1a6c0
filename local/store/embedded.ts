import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../shared/adapters/dynamodb/client.ts';
import { toCreateTable } from '../../shared/adapters/dynamodb/create-table.ts';
import { EXECUTIONS_TABLE, TABLES, type TableDefinition } from '../../shared/adapters/dynamodb/tables.ts';
import { type Engine, notOpened, openEngine } from './engine.ts';
import { engineHandler } from './request-handler.ts';

/** The tables of one folder. */
export interface Store {
  readonly client: DynamoDBDocumentClient;
  /** The file beside the folder that names the last entry of the ledger. */
  readonly anchor: string;
  close(): Promise<void>;
}

/**
 * Opens the tables kept in `folder`, creating what is missing; a table's name is its suffix. A write that has
 * returned survives the death of this process. Throws StoreUnavailableError when another process holds the folder.
 */
export async function openStore(folder: string): Promise<Store> {
  const engine = await openEngine(folder);
  const plain = engineClient(engine);
  const close = async () => {
    plain.destroy();
    await engine.close();
  };
  try {
    for (const table of [...Object.values(TABLES), EXECUTIONS_TABLE]) await ensureTable(engine, plain, table);
  } catch (error) {
    await close();
    throw notOpened(folder, error);
  }
  const client = documentClient(plain);
  for (const name of OF_THE_NETWORK) client.middlewareStack.remove(name);
  return { client, anchor: `${folder}.head`, close };
}

/** Steps of the SDK that prepare, sign, log and repeat a request to a server far away. */
const OF_THE_NETWORK = [
  'loggerMiddleware',
  'contentLengthMiddleware',
  'getUserAgentMiddleware',
  'hostHeaderMiddleware',
  'recursionDetectionMiddleware',
  'retryMiddleware',
  'httpSigningMiddleware',
];

/** A client whose requests never leave the process: nothing is signed, resolved or tried again. */
function engineClient(engine: Engine): DynamoDBClient {
  return new DynamoDBClient({
    requestHandler: engineHandler(engine),
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    signer: { sign: async (request) => request },
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    accountIdEndpointMode: 'disabled',
    authSchemePreference: [],
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: 'quarterhour',
  });
}

/** The engine is ours alone, so a table found in creation was left so by a process that died: it holds nothing. */
async function ensureTable(engine: Engine, client: DynamoDBClient, table: TableDefinition): Promise<void> {
  const wanted = toCreateTable(table.suffix, table);
  const found = await describe(client, table.suffix);
  if (found?.TableStatus === 'ACTIVE') {
    const { KeySchema, AttributeDefinitions } = wanted;
    const kept = { KeySchema: found.KeySchema, AttributeDefinitions: found.AttributeDefinitions };
    if (isDeepStrictEqual(kept, { KeySchema, AttributeDefinitions })) return;
    throw new Error(`its table ${table.suffix} has other keys than this version writes`);
  }
  if (found !== undefined) await engine.forget(table.suffix);
  await client.send(new CreateTableCommand(wanted));
  while ((await describe(client, table.suffix))?.TableStatus !== 'ACTIVE') await wait(1);
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
