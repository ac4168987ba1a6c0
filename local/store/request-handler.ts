import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Engine } from './engine.ts';

type RequestHandler = NonNullable<DynamoDBClientConfig['requestHandler']>;

/** Answers the SDK's requests from the engine, in place of HTTP. */
export function engineHandler(engine: Engine): RequestHandler {
  const utf8 = new TextDecoder();
  return {
    async handle({ headers, body }: { headers: Record<string, string>; body: string | Uint8Array }) {
      const operation = headers['x-amz-target']?.split('.')[1] ?? '';
      const request: unknown = JSON.parse(typeof body === 'string' ? body : utf8.decode(body));
      const answer = await engine.run(operation, request);
      return {
        response: {
          statusCode: answer.status,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Buffer.from(JSON.stringify(answer.body)),
        },
      };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}
