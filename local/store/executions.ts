import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type Item, itemsOf, parseItem } from '../../shared/adapters/dynamodb/items.ts';
import { RUNNING_EXECUTIONS } from '../../shared/adapters/dynamodb/tables.ts';
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

/** Executions of the workflow, one item each; those that run carry the key of the index of running ones. */
export function dynamoExecutions(client: DynamoDBDocumentClient, table: string): Executions {
  const items = itemsOf(client, table);
  const get = async (name: string): Promise<Execution | undefined> => {
    const item = await items.get({ name });
    if (item === undefined) return undefined;
    const { running: _, ...stored } = item;
    return parseItem(ExecutionSchema, stored, { table, key: name });
  };

  return {
    get,

    async save(execution) {
      const item = toItem(execution);
      await items.put({ ...item, running: 'yes' });
      // The embedded engine changes an index before the item: an end is kept first, and leaves the index after it.
      if (execution.status !== 'RUNNING') await items.put(item);
    },

    async running() {
      const indexed = items.query({
        IndexName: RUNNING_EXECUTIONS,
        KeyConditionExpression: 'running = :yes',
        ExpressionAttributeValues: { ':yes': 'yes' },
      });
      const found: Execution[] = [];
      for await (const { name } of indexed) {
        const execution = await get(String(name));
        if (execution?.status === 'RUNNING') found.push(execution);
      }
      return found;
    },
  };
}

const toItem = (execution: Execution): Item => ({
  ...execution,
  input: JSON.stringify(execution.input),
  stateInput: JSON.stringify(execution.stateInput),
  output: JSON.stringify(execution.output),
});
