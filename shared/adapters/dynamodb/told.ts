import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../contracts/record.ts';
import { HOUR_MS } from '../../domain/units/time.ts';
import type { Told } from '../../ports/channels.ts';
import { itemsOf, parseItem } from './items.ts';

/** In place of a day, so that no day's events hold these items. */
const DAY = 'told';
const ToldItem = z.object({ toldAt: Instant });

/** What was told lately, one item a key in the table of the events. */
export function dynamoTold(client: DynamoDBDocumentClient, table: string): Told {
  const items = itemsOf(client, table);
  return {
    async wasTold(key, at) {
      const item = await items.get({ day: DAY, event: key });
      return item !== undefined && at - parseItem(ToldItem, item, { table, key }).toldAt < HOUR_MS;
    },
    record: (key, at) => items.put({ day: DAY, event: key, toldAt: at }),
  };
}
