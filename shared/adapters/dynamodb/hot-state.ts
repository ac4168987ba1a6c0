import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { SnapshotSchema } from '../../contracts/record.ts';
import type { WindowSnapshot } from '../../domain/signal/evaluate.ts';
import { type EpochMs, SECOND_MS } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HotState } from '../../ports/hot-state.ts';
import { itemsOf, parseItem } from './items.ts';

const HotItem = z.strictObject({
  subject: z.string(),
  snapshot: SnapshotSchema,
  expiresAt: z.int().nonnegative(),
});

/** The collector's side of the hot state. */
interface HotStateWriter {
  /** Replaces what is known of a window; nobody is told it from `expiresAt` on. */
  put(windowId: string, snapshot: WindowSnapshot, expiresAt: EpochMs): Promise<void>;
}

/**
 * What the collector knows now, one item a window. DynamoDB deletes expired items days late, so they are held back
 * on reading. An expiry is in whole seconds, rounded down: an item lives up to a second less than asked, never more.
 */
export function dynamoHotState(
  client: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): HotState & HotStateWriter {
  const items = itemsOf(client, table);
  const subjectOf = (windowId: string): string => `window#${windowId}`;
  return {
    async snapshot(windowId) {
      const subject = subjectOf(windowId);
      const item = await items.get({ subject });
      if (item === undefined) return undefined;
      const { snapshot, expiresAt } = parseItem(HotItem, item, { table, key: subject });
      return clock.now() < expiresAt * SECOND_MS ? snapshot : undefined;
    },

    async put(windowId, snapshot, expiresAt) {
      const expiry = Math.floor(expiresAt / SECOND_MS);
      await items.put({ subject: subjectOf(windowId), snapshot, expiresAt: expiry });
    },
  };
}
