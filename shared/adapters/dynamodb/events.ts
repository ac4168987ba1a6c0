import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../contracts/record.ts';
import { type EpochMs, toIso } from '../../domain/units/time.ts';
import type { Alert, Notifier } from '../../ports/notifier.ts';
import { itemsOf, parseItem } from './items.ts';
import { toDay } from './keys.ts';

const AlertSchema = z.strictObject({
  at: Instant,
  severity: z.enum(['critical', 'high', 'warning', 'info']),
  component: z.string(),
  message: z.string(),
  key: z.string(),
}) satisfies z.ZodType<Alert>;

/** The log of system events. */
interface Events {
  /** The events of the UTC day of `day`, by time. */
  eventsOfDay(day: EpochMs): Promise<readonly Alert[]>;
}

/** Keeps every alert as an event of its day. */
export function dynamoNotifier(client: DynamoDBDocumentClient, table: string): Notifier & Events {
  const items = itemsOf(client, table);
  return {
    async notify(alert) {
      await items.put({ day: toDay(alert.at), event: `${toIso(alert.at)}#${alert.key}`, ...alert });
    },

    async eventsOfDay(day) {
      const ofDay = await items.all({
        KeyConditionExpression: '#day = :day',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: { ':day': toDay(day) },
        ConsistentRead: true,
      });
      return ofDay.map(({ day: _, event, ...alert }) =>
        parseItem(AlertSchema, alert, { table, key: String(event) }),
      );
    },
  };
}
