import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../shared/adapters/dynamodb/client.ts';
import { toCreateTable } from '../../shared/adapters/dynamodb/create-table.ts';
import { EXECUTIONS_TABLE, TABLES, type TableDefinition } from '../../shared/adapters/dynamodb/tables.ts';
import { type Engine, openEngine } from './engine.ts';
import { engineHandler } from './request-handler.ts';

/** The tables of one folder. */
export interface Store {
  readonly client: DynamoDBDocumentClient;
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
    throw error;
  }
  const client = documentClient(plain);
  for (const name of OF_THE_NETWORK) client.middlewareStack.remove(name);
  return { client, close };
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
  const found = await statusOf(client, table.suffix);
  if (found === 'ACTIVE') return;
  if (found !== undefined) await engine.forget(table.suffix);
  await client.send(new CreateTableCommand(toCreateTable(table.suffix, table)));
  while ((await statusOf(client, table.suffix)) !== 'ACTIVE') await wait(1);
}

async function statusOf(client: DynamoDBClient, name: string): Promise<string | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
