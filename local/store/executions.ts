import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type Item, itemsOf, parseItem } from '../../shared/adapters/dynamodb/items.ts';
import { Instant } from '../../shared/contracts/record.ts';
import type { Execution, Executions } from '../workflow/execution.ts';

/** JSON of any shape is kept as text, so that it comes back exactly. */
const JsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('is not JSON');
    return z.NEVER;
  }
});

const ExecutionSchema = z.strictObject({
  name: z.string(),
  input: JsonText,
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED']),
  startedAt: Instant,
  stoppedAt: Instant.exactOptional(),
  state: z.string(),
  enteredAt: Instant,
  visit: z.int().nonnegative(),
  stateInput: JsonText,
  attempts: z.array(z.int().nonnegative()),
  token: z.string().exactOptional(),
  dueAt: Instant.exactOptional(),
  output: JsonText.exactOptional(),
  error: z.string().exactOptional(),
  cause: z.string().exactOptional(),
}) satisfies z.ZodType<Execution>;

/** One process holds the store, so that all its executions share a partition. */
const HOST = 'local';

/** Executions of the workflow, one item each. */
export function dynamoExecutions(client: DynamoDBDocumentClient, table: string): Executions {
  const items = itemsOf(client, table);
  const parse = ({ host: _, ...stored }: Item): Execution =>
    parseItem(ExecutionSchema, stored, { table, key: String(stored.name) });

  return {
    async get(name) {
      const item = await items.get({ host: HOST, name });
      return item === undefined ? undefined : parse(item);
    },

    save: (execution) => items.put({ host: HOST, ...toItem(execution) }),

    async running() {
      const found = await items.all({
        KeyConditionExpression: 'host = :host',
        FilterExpression: '#status = :running',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':host': HOST, ':running': 'RUNNING' },
        ConsistentRead: true,
      });
      return found.map(parse);
    },
  };
}

const toItem = (execution: Execution): Item => ({
  ...execution,
  input: JSON.stringify(execution.input),
  stateInput: JSON.stringify(execution.stateInput),
  output: JSON.stringify(execution.output),
});
