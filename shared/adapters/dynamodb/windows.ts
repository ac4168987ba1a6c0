import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { WindowRecordSchema } from '../../contracts/record.ts';
import type { WindowRecord } from '../../domain/record.ts';
import { assertNever, invariant } from '../../domain/units/invariant.ts';
import { toIso } from '../../domain/units/time.ts';
import type { Windows } from '../../ports/windows.ts';
import { type Item, itemsOf, parseItem } from './items.ts';
import { toDay } from './keys.ts';
import { WINDOWS_BY_DAY } from './tables.ts';

/** The order in which the records of a window are told. */
const KIND_ORDER: Readonly<Record<WindowRecord['kind'], number>> = {
  market: 0,
  decision: 1,
  order: 2,
  path: 3,
  settlement: 4,
};

/** A path of ninety points is one text: as a list of maps it would take ten times the space and time. */
const StoredRecord = z.preprocess((item) => {
  const { points } = item as Item;
  return typeof points === 'string' ? { ...(item as Item), points: JSON.parse(points) as unknown } : item;
}, WindowRecordSchema);
const toItem = (record: WindowRecord): Item =>
  record.kind === 'path' ? { ...record, points: JSON.stringify(record.points) } : record;

/** The records of windows: one item a record, and an index of the windows by day and status. */
export function dynamoWindows(client: DynamoDBDocumentClient, table: string): Windows {
  const items = itemsOf(client, table);
  const parse = (item: Item): WindowRecord => {
    const { windowId, record, day: _day, statusWindow: _statusWindow, ...stored } = item;
    return parseItem(StoredRecord, stored, { table, key: `${String(windowId)} ${String(record)}` });
  };

  return {
    async put(windowId, record) {
      await items.put({
        windowId,
        record: recordKey(record),
        ...indexKeys(windowId, record),
        ...toItem(record),
      });
    },

    async records(windowId) {
      const ofWindow = await items.all({
        KeyConditionExpression: 'windowId = :windowId',
        ExpressionAttributeValues: { ':windowId': windowId },
        ConsistentRead: true,
      });
      return ofWindow.map(parse).sort((a, b) => KIND_ORDER[a.kind] - KIND_ORDER[b.kind]);
    },

    async market(windowId) {
      const item = await items.get({ windowId, record: 'market' });
      if (item === undefined) return undefined;
      const record = parse(item);
      invariant(record.kind === 'market', 'the key of the market record holds one');
      return record;
    },

    async ofDay(day, status) {
      const opened = await items.all({
        IndexName: WINDOWS_BY_DAY,
        KeyConditionExpression: `#day = :day${status === undefined ? '' : ' AND begins_with(statusWindow, :status)'}`,
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: {
          ':day': toDay(day),
          ...(status === undefined ? {} : { ':status': `${status}#` }),
        },
      });
      // While a status changes, the index may hold a window twice.
      const ids = new Set(opened.map(({ windowId }) => String(windowId)));
      return [...ids].sort();
    },
  };
}

/** Records that stand more than once a window carry an instant in their key, so that they sort by time. */
function recordKey(record: WindowRecord): string {
  switch (record.kind) {
    case 'market':
    case 'path':
    case 'settlement':
      return record.kind;
    case 'decision':
      return `decision#${toIso(record.at)}`;
    case 'order':
      return `order#${toIso(record.order.createdAt)}#${record.order.id}`;
    default:
      return assertNever(record);
  }
}

const indexKeys = (windowId: string, record: WindowRecord): Item =>
  record.kind === 'market'
    ? { day: toDay(record.window.openAt), statusWindow: `${record.status}#${windowId}` }
    : {};
