import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ApiHealth } from '../../domain/risk/breakers.ts';
import { type EpochMs, SECOND_MS } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Health } from '../../ports/health.ts';
import { itemsOf, parseItem } from './items.ts';

const SUBJECT = 'health';
const HealthItem = z.strictObject({
  subject: z.literal(SUBJECT),
  calls: z.int().nonnegative(),
  errors: z.int().nonnegative(),
  expiresAt: z.int().nonnegative(),
});

/** Of a collector that says nothing the worst is assumed: its one call failed. */
const UNKNOWN: ApiHealth = { calls: 1, errors: 1 };

/** The collector's side. Nobody is told a value from its `expiresAt` on. */
interface HealthWriter {
  put(health: ApiHealth, expiresAt: EpochMs): Promise<void>;
}

/** How the collector's calls were answered lately, as one item of the hot table. */
export function dynamoHealth(
  client: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): Health & HealthWriter {
  const items = itemsOf(client, table);
  return {
    async put({ calls, errors }, expiresAt) {
      await items.put({ subject: SUBJECT, calls, errors, expiresAt: Math.floor(expiresAt / SECOND_MS) });
    },
    async recent() {
      const item = await items.get({ subject: SUBJECT });
      if (item === undefined) return UNKNOWN;
      const { calls, errors, expiresAt } = parseItem(HealthItem, item, { table, key: SUBJECT });
      return clock.now() < expiresAt * SECOND_MS ? { calls, errors } : UNKNOWN;
    },
  };
}
