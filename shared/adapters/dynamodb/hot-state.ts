import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { BookTopSchema, Instant, LevelSchema, SnapshotSchema } from '../../contracts/record.ts';
import type { BookTop } from '../../domain/market/book.ts';
import { CHANNELS } from '../../domain/market/channel.ts';
import type { WindowSnapshot } from '../../domain/signal/evaluate.ts';
import { type EpochMs, SECOND_MS } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FeedStatus } from '../../ports/feeds.ts';
import type { HotState } from '../../ports/hot-state.ts';
import { type Item, itemsOf, parseItem } from './items.ts';

/** Levels are kept as pairs of price and size: without their names most snapshots are one unit to write, not two. */
const KeptLevel = LevelSchema.shape;
const KeptLevels = z
  .array(z.tuple([KeptLevel.price, KeptLevel.size]))
  .transform((levels) => levels.map(([price, size]) => ({ price, size })));
const KeptBook = BookTopSchema.extend({ bids: KeptLevels, asks: KeptLevels });
const KeptSnapshot = SnapshotSchema.extend({
  books: z.strictObject({ up: KeptBook.optional(), down: KeptBook.optional() }),
});

const pairs = (levels: BookTop['bids']) => levels.map(({ price, size }) => [price, size]);
const keptBook = (book: BookTop | undefined) =>
  book && { ...book, bids: pairs(book.bids), asks: pairs(book.asks) };
const kept = ({ books: { up, down }, ...snapshot }: WindowSnapshot): Item => ({
  ...snapshot,
  books: { up: keptBook(up), down: keptBook(down) },
});

const HotItem = z.strictObject({
  subject: z.string(),
  snapshot: KeptSnapshot,
  expiresAt: z.int().nonnegative(),
});

/** What is kept of a feed, whatever else is known of it. */
const KeptStatus = z.object({
  channel: z.enum(CHANNELS),
  state: z.enum(['connecting', 'live', 'silent', 'down', 'blocked', 'refused', 'stopped']),
  host: z.string(),
  reason: z.string().optional(),
  lastDataAt: Instant.optional(),
  frames: z.int().nonnegative(),
  duplicates: z.int().nonnegative(),
  connections: z.int().nonnegative(),
  gaps: z.int().nonnegative(),
  uptime: z.number().min(0).max(1),
});

/** DynamoDB keeps no member that is undefined. */
const FeedStatusSchema = KeptStatus.strict().transform(
  (status): FeedStatus => ({ reason: undefined, lastDataAt: undefined, ...status }),
);

const FEEDS = 'feeds';
const FeedsItem = z.strictObject({
  subject: z.literal(FEEDS),
  statuses: z.array(FeedStatusSchema),
  expiresAt: z.int().nonnegative(),
});

/** The collector's side of the hot state. Nobody is told a value from its `expiresAt` on. */
export interface HotStateWriter {
  /** Replaces what is known of a window. */
  put(windowId: string, snapshot: WindowSnapshot, expiresAt: EpochMs): Promise<void>;
  /** Replaces what is known of the feeds. */
  putFeeds(statuses: readonly FeedStatus[], expiresAt: EpochMs): Promise<void>;
}

/** How the collector's feeds stand. */
interface Feeds {
  /** Undefined when the collector has said nothing, or too long ago. */
  feeds(): Promise<readonly FeedStatus[] | undefined>;
}

/**
 * What the collector knows now, one item a window and one for all feeds. DynamoDB deletes expired items days late, so
 * they are held back on reading. An expiry is in whole seconds, rounded down: an item lives up to a second less than
 * asked, never more.
 */
export function dynamoHotState(
  client: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): HotState & Feeds & HotStateWriter {
  const items = itemsOf(client, table);
  const subjectOf = (windowId: string): string => `window#${windowId}`;
  const put = (subject: string, value: Item, expiresAt: EpochMs): Promise<void> =>
    items.put({ subject, ...value, expiresAt: Math.floor(expiresAt / SECOND_MS) });
  const read = async <Schema extends z.ZodType<{ readonly expiresAt: number }>>(
    schema: Schema,
    subject: string,
  ): Promise<z.infer<Schema> | undefined> => {
    const item = await items.get({ subject });
    if (item === undefined) return undefined;
    const parsed = parseItem(schema, item, { table, key: subject });
    return clock.now() < parsed.expiresAt * SECOND_MS ? parsed : undefined;
  };
  return {
    snapshot: async (windowId) => (await read(HotItem, subjectOf(windowId)))?.snapshot,
    feeds: async () => (await read(FeedsItem, FEEDS))?.statuses,
    put: (windowId, snapshot, expiresAt) => put(subjectOf(windowId), { snapshot: kept(snapshot) }, expiresAt),
    putFeeds: (statuses, expiresAt) =>
      put(FEEDS, { statuses: statuses.map((status) => KeptStatus.parse(status)) }, expiresAt),
  };
}
