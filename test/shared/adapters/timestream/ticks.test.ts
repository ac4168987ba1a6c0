import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ThrottlingException,
  TimestreamWriteClient,
  WriteRecordsCommand,
  type WriteRecordsCommandInput,
} from '@aws-sdk/client-timestream-write';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { spooled } from '../../../../shared/adapters/spool/spool.ts';
import { timestreamRequests } from '../../../../shared/adapters/timestream/requests.ts';
import { timestreamTicks } from '../../../../shared/adapters/timestream/ticks.ts';
import { StoreUnavailableError, TimestreamUnavailableError } from '../../../../shared/contracts/errors.ts';
import { parseSpotPrice } from '../../../../shared/domain/units/spot.ts';
import { epochMs } from '../../../../shared/domain/units/time.ts';
import type { Files, Tick } from '../../../../shared/ports/ticks.ts';
import { instant, level } from '../../domain/examples.ts';

// 2026-11-20T01:00:00Z is 1795136400 seconds after 1970.
const received = 1_795_136_400_000;
const written = instant('2026-11-20T01:01:00Z');
const names = {
  database: 'quarterhour',
  tables: { ticks: 'ticks', reference: 'reference', books: 'books' },
};

const btc = (at: number, change: Partial<Tick> = {}): Tick => ({
  source: 'binance',
  asset: 'btc',
  price: parseSpotPrice('64123.5'),
  tradeId: 5_123_456_789,
  exchangeAt: epochMs(at - 20),
  receivedAt: epochMs(at),
  ...change,
});

/** Ticks whose requests are kept here; `fail` makes the next ones fail. */
function collected({ maxRows = 1_000 } = {}) {
  const taken: { readonly name: string; readonly request: WriteRecordsCommandInput }[] = [];
  let failure: Error | undefined;
  let now = written;
  const requests: Files = {
    async put(name, bytes) {
      if (failure !== undefined) throw failure;
      taken.push({ name, request: JSON.parse(Buffer.from(bytes).toString()) });
    },
  };
  const ticks = timestreamTicks(requests, { ...names, clock: { now: () => now }, maxRows });
  return {
    ticks,
    taken,
    times: () => taken.flatMap(({ request }) => (request.Records ?? []).map(({ Time }) => Time)),
    fail: (error?: Error) => {
      failure = error;
    },
    writeAt: (at: number) => {
      now = epochMs(at);
    },
  };
}

test('a flush makes one request a series, with what its records share told once', async () => {
  const { ticks, taken } = collected();
  ticks.tick(btc(received));
  await ticks.flush();
  expect(taken).toEqual([
    {
      name: 'ticks/binance/btc/1795136400000000000.json',
      request: {
        DatabaseName: 'quarterhour',
        TableName: 'ticks',
        CommonAttributes: {
          Dimensions: [
            { Name: 'source', Value: 'binance' },
            { Name: 'asset', Value: 'btc' },
          ],
          MeasureName: 'row',
          MeasureValueType: 'MULTI',
          TimeUnit: 'NANOSECONDS',
          Version: 1_795_136_460_000,
        },
        Records: [
          {
            Time: '1795136400000000000',
            MeasureValues: [
              { Name: 'price_e8', Value: '6412350000000', Type: 'BIGINT' },
              { Name: 'trade_id', Value: '5123456789', Type: 'BIGINT' },
              { Name: 'exchange_at_ms', Value: '1795136399980', Type: 'BIGINT' },
              { Name: 'written_at_ms', Value: '1795136460000', Type: 'BIGINT' },
            ],
          },
        ],
      },
    },
  ]);
});

test('a feed without ids of trades has no such measure', async () => {
  const { ticks, taken } = collected();
  ticks.tick(btc(received, { tradeId: undefined }));
  await ticks.flush();
  expect(taken[0]?.request.Records?.[0]?.MeasureValues?.map(({ Name }) => Name)).toEqual([
    'price_e8',
    'exchange_at_ms',
    'written_at_ms',
  ]);
});

test('reference prices are text with all their digits, a series for each span', async () => {
  const { ticks, taken } = collected();
  const at = { exchangeAt: epochMs(received), receivedAt: epochMs(received) };
  const print = { source: 'chainlink', asset: 'btc', value: '65048.078902260626123456', ...at };
  for (const lookbackMs of [0, 60_000]) ticks.reference({ ...print, lookbackMs });
  await ticks.flush();
  expect(taken.map(({ request }) => request.CommonAttributes?.Dimensions?.at(-1))).toEqual([
    { Name: 'lookback_ms', Value: '0' },
    { Name: 'lookback_ms', Value: '60000' },
  ]);
  expect(taken[0]?.request.Records?.[0]?.MeasureValues?.[0]).toEqual({
    Name: 'value_usd',
    Value: '65048.078902260626123456',
    Type: 'VARCHAR',
  });
});

test('books keep their touch; a side that is empty has no measures', async () => {
  const { ticks, taken } = collected();
  const top = { bids: [], asks: [level(53, 20), level(54, 1)], receivedAt: epochMs(received) };
  ticks.book({ windowId: 'btc-15m-1795136400', side: 'up', top });
  await ticks.flush();
  expect(taken[0]?.request).toMatchObject({
    TableName: 'books',
    CommonAttributes: {
      Dimensions: [
        { Name: 'window_id', Value: 'btc-15m-1795136400' },
        { Name: 'side', Value: 'up' },
      ],
    },
  });
  expect(taken[0]?.request.Records?.[0]?.MeasureValues).toEqual([
    { Name: 'ask_e4', Value: '5300', Type: 'BIGINT' },
    { Name: 'ask_size_e6', Value: '20000000', Type: 'BIGINT' },
    { Name: 'written_at_ms', Value: '1795136460000', Type: 'BIGINT' },
  ]);
});

test('a request has at most a hundred records', async () => {
  const { ticks, taken } = collected();
  for (let index = 0; index < 250; index++) ticks.tick(btc(received + index));
  await ticks.flush();
  expect(taken.map(({ request }) => request.Records?.length)).toEqual([100, 100, 50]);
});

test('rows of one series and millisecond are a nanosecond apart, over flushes too', async () => {
  const { ticks, times } = collected();
  ticks.tick(btc(received));
  ticks.tick(btc(received));
  await ticks.flush();
  ticks.tick(btc(received));
  ticks.tick(btc(received + 1));
  ticks.tick(btc(received, { source: 'kraken' }));
  await ticks.flush();
  expect(times()).toEqual([
    '1795136400000000000',
    '1795136400000000001',
    '1795136400000000002',
    '1795136400001000000',
    '1795136400000000000',
  ]);
});

test('a series of which nothing came for a minute is forgotten', async () => {
  const { ticks, times, writeAt } = collected();
  ticks.tick(btc(received));
  writeAt(received + 60_001);
  await ticks.flush();
  ticks.tick(btc(received));
  await ticks.flush();
  expect(times()).toEqual(['1795136400000000000', '1795136400000000000']);
});

test('a request that was not taken is sent unchanged at the next flush', async () => {
  const { ticks, taken, fail, writeAt } = collected();
  ticks.tick(btc(received));
  fail(new StoreUnavailableError('no route'));
  await expect(ticks.flush()).rejects.toThrow('no route');
  fail();
  writeAt(written + 5_000);
  ticks.tick(btc(received + 1));
  await ticks.flush();
  expect(taken.map(({ request }) => request.CommonAttributes?.Version)).toEqual([
    1_795_136_460_000, 1_795_136_465_000,
  ]);
});

test('rows beyond what is kept are dropped, and the next flush that works says how many', async () => {
  const { ticks, taken, fail } = collected({ maxRows: 2 });
  fail(new StoreUnavailableError('no route'));
  ticks.tick(btc(received));
  await expect(ticks.flush()).rejects.toThrow('no route');
  for (let index = 1; index < 4; index++) ticks.tick(btc(received + index));
  fail();
  await expect(ticks.flush()).rejects.toThrow('2 rows were dropped');
  await ticks.flush();
  expect(taken).toHaveLength(2);
});

test('an account that is not admitted is told once, and nothing is written after that', async () => {
  const { ticks, taken, fail } = collected();
  fail(new TimestreamUnavailableError('not admitted'));
  ticks.tick(btc(received));
  await expect(ticks.flush()).rejects.toBeInstanceOf(TimestreamUnavailableError);
  fail();
  ticks.tick(btc(received + 1));
  await ticks.flush();
  expect(taken).toEqual([]);
});

test('a throttled request waits on disk as it is, and reaches Timestream after that', async () => {
  const client = mockClient(TimestreamWriteClient);
  const throttled = new ThrottlingException({ message: 'Rate exceeded', Message: undefined, $metadata: {} });
  client.on(WriteRecordsCommand).rejectsOnce(throttled).resolves({});
  const send = timestreamRequests(client as unknown as TimestreamWriteClient, {
    rejected: expect.unreachable,
  });
  const folder = mkdtempSync(join(tmpdir(), 'timestream-'));
  const spool = await spooled(send, { folder, maxBytes: 10_000 });
  const ticks = timestreamTicks(spool, { ...names, clock: { now: () => written } });
  ticks.tick(btc(received));
  await ticks.flush();
  expect(spool.state()).toMatchObject({
    files: 1,
    failing: 'Timestream does not take records: Rate exceeded',
  });
  await spool.close();
  expect(spool.state()).toMatchObject({ files: 0, failing: undefined });
  const [first, second] = client.commandCalls(WriteRecordsCommand).map(({ args }) => args[0].input);
  expect(second).toEqual(first);
});
