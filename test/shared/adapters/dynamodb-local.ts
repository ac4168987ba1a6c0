import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../../shared/adapters/dynamodb/client.ts';
import { toCreateTable } from '../../../shared/adapters/dynamodb/create-table.ts';
import { EXECUTIONS_TABLE, TABLES } from '../../../shared/adapters/dynamodb/tables.ts';

const OLDEST_JAVA = 11;
const PATIENCE_MS = 45_000;
const LOCAL = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Why AWS's own engine cannot run here; undefined when it can. */
export function whyNoDynamoDbLocal(): string | undefined {
  const { stderr, error } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (error !== undefined) return 'java is not installed';
  const version = Number(/version "(?:1\.)?(\d+)/.exec(stderr)?.[1] ?? 0);
  return version < OLDEST_JAVA ? `java is older than ${OLDEST_JAVA}` : undefined;
}

/** Starts DynamoDB Local, in memory, with the tables of this system. */
export async function startDynamoDbLocal() {
  const simulator = createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json');
  const emulator = join(dirname(simulator), 'emulator');
  const port = await freePort();
  const java = spawn(
    'java',
    [
      '-Xmx256m',
      '-Djava.library.path=DynamoDBLocal_lib',
      ...['-jar', 'DynamoDBLocal.jar', '-inMemory', '-port', String(port)],
    ],
    { cwd: emulator, stdio: 'ignore', env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' } },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const plain = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: LOCAL, maxAttempts: 1 });
  const close = async () => {
    if (java.exitCode !== null || java.signalCode !== null) return;
    java.kill('SIGKILL');
    await once(java, 'exit');
  };
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await answers(plain))) {
    if (Date.now() > deadline || java.exitCode !== null) {
      await close();
      throw new Error('DynamoDB Local did not start');
    }
    await wait(100);
  }
  for (const table of [...Object.values(TABLES), EXECUTIONS_TABLE])
    await plain.send(new CreateTableCommand(toCreateTable(table.suffix, table)));

  return { client: documentClient(plain), close };
}

const answers = (client: DynamoDBClient): Promise<boolean> =>
  client.send(new ListTablesCommand()).then(
    () => true,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
