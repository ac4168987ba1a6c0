import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { StoreUnavailableError } from '../../contracts/errors.ts';

export type Item = Readonly<Record<string, unknown>>;

/** The items of one table. A table that cannot be asked is a {@link StoreUnavailableError}. */
interface Items {
  /**
   * Replaces the item of the same key. A condition that does not hold is a ConditionalCheckFailedException; `values` are
   * what it names.
   */
  put(item: Item, condition?: string, values?: Item): Promise<void>;
  /** Read consistently. */
  get(key: Item): Promise<Item | undefined>;
  /** All items that match, page after page. */
  query(query: Query): AsyncGenerator<Item>;
  all(query: Query): Promise<Item[]>;
}

type Query = Omit<QueryCommandInput, 'TableName'>;

export function itemsOf(client: DynamoDBDocumentClient, table: string): Items {
  const answered = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (cause) {
      throw translated(table, cause);
    }
  };
  async function* query(matching: Query): AsyncGenerator<Item> {
    let from: Item | undefined;
    do {
      const command = new QueryCommand({ ...matching, TableName: table, ExclusiveStartKey: from });
      const { Items: items = [], LastEvaluatedKey } = await answered(client.send(command));
      yield* items;
      from = LastEvaluatedKey;
    } while (from !== undefined);
  }
  return {
    async put(item, condition, values) {
      const command = new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
      });
      await answered(client.send(command));
    },
    async get(key) {
      const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
      return (await answered(client.send(command))).Item;
    },
    query,
    async all(matching) {
      const found: Item[] = [];
      for await (const item of query(matching)) found.push(item);
      return found;
    },
  };
}

/** An answer that the caller asked for, or a request that we built wrong: neither says that the store is down. */
const NOT_THE_STORE: readonly string[] = [
  'ConditionalCheckFailedException',
  'ValidationException',
  'SerializationException',
  'TypeError',
];

function translated(table: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || NOT_THE_STORE.includes(cause.name)) return cause;
  const { code = cause.name } = cause as NodeJS.ErrnoException;
  return new StoreUnavailableError(`table ${table} does not answer: ${cause.message || code}`, { cause });
}

/** The item as `schema` reads it. One that does not parse was not written by this version. */
export function parseItem<Schema extends z.ZodType>(
  schema: Schema,
  item: Item,
  { table, key }: { readonly table: string; readonly key: string },
): z.infer<Schema> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new StoreUnavailableError(
    `table ${table}, item ${key}: was written by another version or by hand: ${z.prettifyError(parsed.error)}`,
    { cause: parsed.error },
  );
}
