import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { LedgerConflictError } from '../../contracts/errors.ts';
import { LedgerEntrySchema } from '../../contracts/ledger.ts';
import type { LedgerEntry } from '../../domain/ledger/event.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { type Item, itemsOf, parseItem } from './items.ts';

/**
 * The journal of `account`, one item an entry. The partition key is named `account`, so the account after the
 * entry is kept as `after`.
 */
export function dynamoLedger(client: DynamoDBDocumentClient, table: string, account: string): Ledger {
  const items = itemsOf(client, table);
  const ofAccount = {
    KeyConditionExpression: '#account = :account',
    ExpressionAttributeNames: { '#account': 'account' },
    ExpressionAttributeValues: { ':account': account },
    ConsistentRead: true,
  };
  const parse = ({ account: _, after, ...rest }: Item): LedgerEntry =>
    parseItem(
      LedgerEntrySchema,
      { ...rest, account: after },
      { table, key: `${account} ${String(rest.seq)}` },
    );

  return {
    async head() {
      const newestFirst = items.query({ ...ofAccount, ScanIndexForward: false, Limit: 1 });
      for await (const item of newestFirst) return parse(item);
      return undefined;
    },

    async append({ account: after, ...rest }) {
      try {
        await items.put({ account, ...rest, after }, 'attribute_not_exists(seq)');
      } catch (cause) {
        if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
        throw new LedgerConflictError(`the ledger of ${account} has an entry ${rest.seq} already`, { cause });
      }
    },

    async *entries() {
      for await (const item of items.query(ofAccount)) yield parse(item);
    },
  };
}
