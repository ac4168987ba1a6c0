import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openStore } from '../../../local/store/embedded.ts';
import { openEngine } from '../../../local/store/engine.ts';
import { engineHandler } from '../../../local/store/request-handler.ts';
import { documentClient } from '../../../shared/adapters/dynamodb/client.ts';
import { type Billed, metered } from './dynamo-units.ts';

interface MeteredTables {
  readonly client: DynamoDBDocumentClient;
  readonly billed: ReadonlyMap<string, Billed>;
  /** Resolves when no request is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** The system's tables in `folder`, and what AWS would bill for what is asked of them. */
export async function meteredTables(folder: string): Promise<MeteredTables> {
  // Opened as a store first, which makes the tables.
  await (await openStore(folder)).close();
  const { engine, billed } = metered(await openEngine(folder));
  const plain = new DynamoDBClient({
    requestHandler: engineHandler(engine),
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let underWay = 0;
  plain.middlewareStack.add(
    (next) => async (args) => {
      underWay++;
      try {
        return await next(args);
      } finally {
        underWay--;
      }
    },
    { step: 'initialize' },
  );
  return {
    client: documentClient(plain),
    billed,
    async idle() {
      do await new Promise(setImmediate);
      while (underWay > 0);
    },
    async close() {
      plain.destroy();
      await engine.close();
    },
  };
}
