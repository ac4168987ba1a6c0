import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../../local/store/embedded.ts';
import { dynamoNotifier } from '../../../../shared/adapters/dynamodb/events.ts';
import { dynamoTold } from '../../../../shared/adapters/dynamodb/told.ts';
import { StoreUnavailableError } from '../../../../shared/contracts/errors.ts';
import { tellOnce } from '../../../../shared/ports/channels.ts';
import { scratchFolder } from '../../../local/tapes.ts';
import { secondsIn } from '../../domain/examples.ts';

let store: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  store = await openStore(scratchFolder());
});
afterAll(() => store.close());
const told = () => dynamoTold(store.client, 'events');

test('a key is told once an hour, whatever else is told', async () => {
  const tell = (key: string, second: number) =>
    tellOnce(told(), key, secondsIn(second), async () => undefined);
  expect(await tell('drawdown', 0)).toBe(true);
  expect(await tell('drawdown', 3_599)).toBe(false);
  expect(await tell('slippage', 1)).toBe(true);
  expect(await tell('drawdown', 3_600)).toBe(true);
  expect(await tell('drawdown', 3_601)).toBe(false);
});

test('what was told is no event of a day', async () => {
  await told().record('x', secondsIn(0));
  expect(await dynamoNotifier(store.client, 'events').eventsOfDay(secondsIn(0))).toEqual([]);
});

test('what could not be told may be told again, and the failure rises', async () => {
  const failure = new Error('the channel is down');
  const failing = tellOnce(told(), 'down', secondsIn(0), async () => {
    throw failure;
  });
  await expect(failing).rejects.toBe(failure);
  expect(await tellOnce(told(), 'down', secondsIn(1), async () => undefined)).toBe(true);
  expect(await tellOnce(told(), 'down', secondsIn(2), async () => undefined)).toBe(false);
});

test('nothing counts as told before it is: one that was cut off while it told is told by the next try', async () => {
  let isTelling = () => {};
  const telling = new Promise<void>((resolve) => {
    isTelling = resolve;
  });
  // A function that is frozen in the middle never comes to an end.
  void tellOnce(told(), 'cut off', secondsIn(0), () => {
    isTelling();
    return new Promise(() => {});
  });
  await telling;
  expect(await tellOnce(told(), 'cut off', secondsIn(60), async () => undefined)).toBe(true);
});

test('a table that does not answer is a store that is unavailable; our own mistake stays what it is', async () => {
  const client = mockClient(DynamoDBDocumentClient);
  const broken = dynamoTold(client as unknown as DynamoDBDocumentClient, 'events');
  client.on(GetCommand).rejects(Object.assign(new Error(''), { name: 'TimeoutError' }));
  await expect(broken.wasTold('x', secondsIn(0))).rejects.toThrow(
    new StoreUnavailableError('table events does not answer: TimeoutError'),
  );
  client.on(PutCommand).rejects(new TypeError('x'));
  await expect(broken.record('x', secondsIn(0))).rejects.toBeInstanceOf(TypeError);
});
