import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { HOUR_MS } from '../../domain/units/time.ts';
import type { Told } from '../../ports/channels.ts';
import { itemsOf } from './items.ts';

/** In place of a day, so that no day's events hold these items. */
const DAY = 'told';

/** What was told lately, one item a key in the table of the events. */
export function dynamoTold(client: DynamoDBDocumentClient, table: string): Told {
  const items = itemsOf(client, table);
  const itemOf = (event: string, toldAt: number) => ({ day: DAY, event, toldAt });
  return {
    async claim(key, at) {
      const unclaimed = 'attribute_not_exists(toldAt) OR toldAt <= :before';
      try {
        await items.put(itemOf(key, at), unclaimed, { ':before': at - HOUR_MS });
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    release: (key) => items.put(itemOf(key, 0)),
  };
}
