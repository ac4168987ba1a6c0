import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SettlementRule } from '../../domain/market/market.ts';
import { windowId } from '../../domain/market/window.ts';
import { parseReference, type ReferenceValue } from '../../domain/units/spot.ts';
import { DAY_MS, type EpochMs, SECOND_MS } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ReferencePrices, ReferenceRecord } from '../../ports/reference-price.ts';
import { itemsOf, parseItem } from './items.ts';

const PriceItem = z.strictObject({
  subject: z.string(),
  value: z.string().regex(/^(?=.*[1-9])\d{1,30}(\.\d{1,18})?$/),
  expiresAt: z.int().nonnegative(),
});

/** The venue may take a day to resolve. */
const KEPT_MS = 2 * DAY_MS;

/**
 * The prints of window boundaries and the strikes that the venue lists, as items of the hot table. The first print of
 * an instant stands. Of a window that has neither the strike is not known here: an estimate decides nothing.
 */
export function dynamoReferencePrices(
  client: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): ReferencePrices & ReferenceRecord {
  const items = itemsOf(client, table);
  const read = async (subject: string): Promise<ReferenceValue | undefined> => {
    const item = await items.get({ subject });
    return item && parseReference(parseItem(PriceItem, item, { table, key: subject }).value);
  };
  const keep = (subject: string, value: string, condition?: string): Promise<void> => {
    const expiresAt = Math.floor((clock.now() + KEPT_MS) / SECOND_MS);
    return items.put({ subject, value, expiresAt }, condition);
  };
  const settled = async (asset: string, rule: SettlementRule, at: EpochMs) =>
    rule.source === 'chainlink'
      ? read(printKey(asset, rule.kind === 'twap' ? rule.lookbackMs : 0, at))
      : undefined;
  return {
    async print({ asset, lookbackMs, exchangeAt, value }) {
      try {
        await keep(printKey(asset, lookbackMs, exchangeAt), value, 'attribute_not_exists(subject)');
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
    listed: (window, strike) => keep(strikeKey(windowId(window)), strike),
    async strike(window, { settlement }) {
      const recorded = await settled(window.series.asset, settlement, window.openAt);
      if (recorded !== undefined) return { value: recorded, source: 'recorded' };
      const told = await read(strikeKey(windowId(window)));
      return told === undefined ? undefined : { value: told, source: 'gamma' };
    },
    final: (window, { settlement }) => settled(window.series.asset, settlement, window.closeAt),
  };
}

const printKey = (asset: string, lookbackMs: number, at: EpochMs): string =>
  `print#${asset}#${lookbackMs}#${at}`;
const strikeKey = (id: string): string => `strike#${id}`;
