import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../../../local/store/embedded.ts';
import { VirtualTimers } from '../../../../local/timers.ts';
import { dynamoHealth } from '../../../../shared/adapters/dynamodb/health.ts';
import { dynamoReferencePrices } from '../../../../shared/adapters/dynamodb/reference-prices.ts';
import { TABLES } from '../../../../shared/adapters/dynamodb/tables.ts';
import { dynamoTriggers } from '../../../../shared/adapters/dynamodb/triggers.ts';
import { StoreUnavailableError } from '../../../../shared/contracts/errors.ts';
import { windowAt } from '../../../../shared/domain/market/window.ts';
import { parseReference } from '../../../../shared/domain/units/spot.ts';
import { quarter, secondsIn, september } from '../../domain/examples.ts';

/** What the collector and the tasks of other processes tell each other by the hot table. */
const HOT = TABLES.hot.suffix;
const clock = new VirtualTimers();
let store: Store;

beforeAll(async () => {
  clock.set(secondsIn(0));
  store = await openStore(mkdtempSync(join(tmpdir(), 'quarterhour-items-')));
});
afterAll(() => store.close());
const put = (item: Record<string, unknown>) =>
  store.client.send(new PutCommand({ TableName: HOT, Item: item }));

describe('a trigger', () => {
  test('is found by its window once it is armed, with the token that was left last', async () => {
    const triggers = dynamoTriggers(store.client, HOT);
    expect(await triggers.armed('btc-15m-1')).toBeUndefined();
    await triggers.arm('btc-15m-1', 'first', secondsIn(240));
    await triggers.arm('btc-15m-1', 'second', secondsIn(300));
    await triggers.arm('eth-15m-1', 'other', secondsIn(300));
    expect(await triggers.armed('btc-15m-1')).toEqual({ token: 'second', until: secondsIn(300) });
  });

  test('that was not written by this version is refused by name', async () => {
    await put({ subject: 'trigger#odd', token: 5 });
    await expect(dynamoTriggers(store.client, HOT).armed('odd')).rejects.toThrow(StoreUnavailableError);
  });
});

describe('the prices that windows are measured by', () => {
  const prices = () => dynamoReferencePrices(store.client, HOT, clock);
  const print = (exchangeAt: number, value: string, lookbackMs = 60_000) => ({
    source: 'chainlink',
    asset: 'btc',
    lookbackMs,
    value,
    exchangeAt: exchangeAt as typeof quarter.openAt,
    receivedAt: secondsIn(0),
  });

  test('are not known before anybody wrote them', async () => {
    expect(await prices().strike(quarter, september)).toBeUndefined();
    expect(await prices().final(quarter, september)).toBeUndefined();
  });

  test('are the print at the open before the figure that the venue lists, to the last digit', async () => {
    await prices().listed(quarter, '65048.08');
    expect(await prices().strike(quarter, september)).toEqual({
      value: parseReference('65048.08'),
      source: 'gamma',
    });
    await prices().listed(quarter, '65048.0789');
    expect(await prices().strike(quarter, september)).toMatchObject({ value: parseReference('65048.0789') });
    await prices().print(print(quarter.openAt, '65048.078902260626123456'));
    expect(await prices().strike(quarter, september)).toEqual({
      value: parseReference('65048.078902260626123456'),
      source: 'recorded',
    });
  });

  test('are the print at the close, of which the first stands', async () => {
    await prices().print(print(quarter.closeAt, '65100'));
    await prices().print(print(quarter.closeAt, '65200'));
    expect(await prices().final(quarter, september)).toBe(parseReference('65100'));
  });

  test('are those of the window, of its asset and of the rule that it settles by', async () => {
    await prices().print(print(quarter.closeAt, '64999', 0));
    const spot = { ...september, settlement: { kind: 'spot', source: 'chainlink' } } as const;
    const binance = { ...september, settlement: { kind: 'spot', source: 'binance' } } as const;
    expect(await prices().final(quarter, spot)).toBe(parseReference('64999'));
    expect(await prices().final(quarter, binance)).toBeUndefined();
    expect(
      await prices().final(windowAt({ asset: 'eth', length: '15m' }, quarter.openAt), september),
    ).toBeUndefined();
  });

  test('are gone after two days at the latest', async () => {
    const { Items = [] } = await store.client.send(
      new QueryCommand({
        TableName: HOT,
        KeyConditionExpression: 'subject = :subject',
        ExpressionAttributeValues: { ':subject': `print#btc#60000#${quarter.openAt}` },
      }),
    );
    // 2 x 86,400 seconds after 1790616600.
    expect(Items).toMatchObject([{ expiresAt: 1_790_789_400 }]);
  });
});

describe('the health of the interfaces', () => {
  test('is bad as long as nobody tells it, good when it is told, and bad again when that is old', async () => {
    const health = dynamoHealth(store.client, HOT, clock);
    expect(await health.recent()).toEqual({ calls: 1, errors: 1 });
    await health.put({ calls: 40, errors: 2 }, secondsIn(15));
    expect(await health.recent()).toEqual({ calls: 40, errors: 2 });
    await clock.advance(secondsIn(15));
    expect(await health.recent()).toEqual({ calls: 1, errors: 1 });
  });
});
