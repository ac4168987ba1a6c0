import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { StoreUnavailableError } from '../../contracts/errors.ts';
import { HOUR_MS } from '../../domain/units/time.ts';
import type { Told } from '../../ports/channels.ts';

/** In place of a day, so that no day's events hold these items. */
const DAY = 'told';

/** What was told lately, one item a key in the table of the events. */
export function dynamoTold(client: DynamoDBDocumentClient, table: string): Told {
  const put = (event: string, toldAt: number, condition: Partial<PutCommand['input']> = {}) =>
    client.send(new PutCommand({ TableName: table, Item: { day: DAY, event, toldAt }, ...condition }));
  const answered = async (answer: Promise<unknown>): Promise<boolean> => {
    try {
      await answer;
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      if (!(cause instanceof Error) || cause instanceof TypeError) throw cause;
      throw new StoreUnavailableError(`table ${table} does not answer: ${cause.message || cause.name}`, {
        cause,
      });
    }
  };
  return {
    claim: (key, at) =>
      answered(
        put(key, at, {
          ConditionExpression: 'attribute_not_exists(toldAt) OR toldAt <= :before',
          ExpressionAttributeValues: { ':before': at - HOUR_MS },
        }),
      ),
    release: async (key) => {
      await answered(put(key, 0));
    },
  };
}
