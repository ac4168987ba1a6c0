import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { LedgerBrokenError, LedgerConflictError } from '../../contracts/errors.ts';
import { LedgerEntrySchema } from '../../contracts/ledger.ts';
import { brokenLink, digestedText } from '../../domain/ledger/chain.ts';
import type { LedgerEntry, NewLedgerEntry } from '../../domain/ledger/event.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { type Item, itemsOf, parseItem } from './items.ts';

/** The digest that an entry is stored with. */
export const entryDigest = (entry: NewLedgerEntry): string =>
  createHash('sha256').update(digestedText(entry)).digest('hex');

/** Throws LedgerBrokenError when `entry` is not what was written. */
function intact(entry: LedgerEntry): LedgerEntry {
  if (entry.digest !== entryDigest(entry)) throw new LedgerBrokenError(entry.seq, 'is not what was written');
  return entry;
}

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
      for await (const item of newestFirst) return intact(parse(item));
      return undefined;
    },

    async append(entry) {
      const { account: after, ...rest } = entry;
      try {
        await items.put({ account, ...rest, after, digest: entryDigest(entry) }, 'attribute_not_exists(seq)');
      } catch (cause) {
        if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
        throw new LedgerConflictError(`the ledger of ${account} has an entry ${rest.seq} already`, { cause });
      }
    },

    async *entries() {
      let before: LedgerEntry | undefined;
      for await (const item of items.query(ofAccount)) {
        const entry = intact(parse(item));
        const broken = brokenLink(entry, before);
        if (broken !== undefined) throw new LedgerBrokenError((before?.seq ?? 0) + 1, broken);
        yield entry;
        before = entry;
      }
    },
  };
}
