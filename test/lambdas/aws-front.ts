import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../local/store/embedded.ts';
import { openEngine } from '../../local/store/engine.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A request to a service that is not DynamoDB. */
export interface AwsRequest {
  /** 'AWSStepFunctions.StartExecution', or 'PUT /bucket/key' where a service has no such names. */
  readonly operation: string;
  readonly body: Buffer;
}

/** Services of AWS at an address of this machine: DynamoDB with the system's tables, the others as `answer` says. */
export async function openFront(answer: (request: AwsRequest) => Answer = () => ({ status: 200, body: {} })) {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-front-'));
  // Opened as a store first, which makes the tables.
  await (await openStore(folder)).close();
  const engine = await openEngine(folder);
  const requests: AwsRequest[] = [];
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const target = request.headers['x-amz-target']?.toString();
    if (target?.startsWith('DynamoDB_')) {
      const answered = await engine.run(target.split('.')[1] as string, JSON.parse(body.toString()));
      return { ...answered, body: answered.body ?? {} };
    }
    const operation = target ?? `${request.method} ${decodeURIComponent(request.url?.split('?')[0] ?? '')}`;
    requests.push({ operation, body });
    return answer({ operation, body });
  };
  const server = createServer(async (request, response) => {
    const { status, body } = await answerTo(request);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await engine.close();
    },
  };
}

/** The environment in which the SDK asks the front at `url`. */
export const awsEnvironment = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  TABLE_LEDGER: 'ledger',
  TABLE_WINDOWS: 'windows',
  TABLE_HOT: 'hot',
  TABLE_EVENTS: 'events',
  TOPIC_HIGH: 'arn:aws:sns:us-east-1:123456789012:quarterhour-high',
  TOPIC_WARNING: 'arn:aws:sns:us-east-1:123456789012:quarterhour-warning',
});
