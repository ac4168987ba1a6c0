import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../contracts/record.ts';
import { MINUTE_MS, SECOND_MS } from '../../domain/units/time.ts';
import type { ArmedTriggers, Triggers } from '../../ports/triggers.ts';
import { itemsOf, parseItem } from './items.ts';

const TriggerItem = z.strictObject({
  subject: z.string(),
  token: z.string().min(1),
  until: Instant,
  expiresAt: z.int().nonnegative(),
});

/** Kept a while beyond its use, so that the console can show what was armed. */
const KEPT_MS = 10 * MINUTE_MS;

/** The trigger of each window as an item of the hot table: armed by a task, read by the collector. */
export function dynamoTriggers(client: DynamoDBDocumentClient, table: string): Triggers & ArmedTriggers {
  const items = itemsOf(client, table);
  const subjectOf = (windowId: string): string => `trigger#${windowId}`;
  return {
    async arm(windowId, token, until) {
      const expiresAt = Math.ceil((until + KEPT_MS) / SECOND_MS);
      await items.put({ subject: subjectOf(windowId), token, until, expiresAt });
    },
    async armed(windowId) {
      const subject = subjectOf(windowId);
      const item = await items.get({ subject });
      if (item === undefined) return undefined;
      const { token, until } = parseItem(TriggerItem, item, { table, key: subject });
      return { token, until };
    },
  };
}
