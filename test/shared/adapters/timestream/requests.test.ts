import {
  AccessDeniedException,
  RejectedRecordsException,
  ThrottlingException,
  TimestreamWriteClient,
  TimestreamWriteServiceException,
  ValidationException,
  WriteRecordsCommand,
} from '@aws-sdk/client-timestream-write';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { timestreamRequests } from '../../../../shared/adapters/timestream/requests.ts';
import { StoreUnavailableError, TimestreamUnavailableError } from '../../../../shared/contracts/errors.ts';

const timestream = mockClient(TimestreamWriteClient);
let rejected: [reason: string, records: number][] = [];
const requests = timestreamRequests(timestream as unknown as TimestreamWriteClient, {
  rejected: (...each) => rejected.push(each),
});

const request = {
  DatabaseName: 'quarterhour',
  TableName: 'ticks',
  CommonAttributes: { Version: 1_795_136_460_000 },
  Records: [{ Time: '1' }, { Time: '2' }, { Time: '3' }],
};
const put = (bytes: Uint8Array = Buffer.from(JSON.stringify(request))) => requests.put('ticks/a', bytes);
const sent = () => timestream.commandCalls(WriteRecordsCommand).map(({ args }) => args[0].input);
/** As the client builds its errors: the text is in `message`, whatever the types say. */
const told = (message: string) => ({ message, Message: undefined, $metadata: {} });

beforeEach(() => {
  timestream.reset();
  rejected = [];
});

test('a file is sent as the request that it holds', async () => {
  timestream.on(WriteRecordsCommand).resolves({});
  await put();
  expect(sent()).toEqual([request]);
});

test('records that Timestream will never take are counted by the kind of reason; the others are written', async () => {
  const outside = (day: number) =>
    `The record timestamp is outside the time range [2026-11-${day}T00:00:00Z, 2026-11-20T01:15:00Z] of the memory store.`;
  timestream.on(WriteRecordsCommand).rejects(
    new RejectedRecordsException({
      ...told('One or more records have been rejected.'),
      RejectedRecords: [
        { RecordIndex: 0, Reason: outside(19) },
        { RecordIndex: 1, Reason: outside(18) },
        { RecordIndex: 2 },
      ],
    }),
  );
  await put();
  expect(sent()).toHaveLength(1);
  expect(rejected).toEqual([
    ['The record timestamp is outside the time range [..] of the memory store.', 2],
    ['no reason given', 1],
  ]);
});

test('a record of which Timestream holds another version is sent again as the next one, alone', async () => {
  timestream
    .on(WriteRecordsCommand)
    .rejectsOnce(
      new RejectedRecordsException({
        ...told('rejected'),
        RejectedRecords: [{ RecordIndex: 1, Reason: 'version', ExistingVersion: 1_795_136_999_000 }],
      }),
    )
    .resolves({});
  await put();
  expect(sent()[1]).toEqual({ ...request, Records: [{ Time: '2', Version: 1_795_136_999_001 }] });
  expect(rejected).toEqual([]);
});

test('a record that is refused as the next version too is counted', async () => {
  timestream.on(WriteRecordsCommand).rejects(
    new RejectedRecordsException({
      ...told('rejected'),
      RejectedRecords: [{ RecordIndex: 0, Reason: 'version 12 is too low', ExistingVersion: 12 }],
    }),
  );
  await put();
  expect(sent()).toHaveLength(2);
  expect(rejected).toEqual([['version # is too low', 1]]);
});

test('a request that is not valid costs its records, and is not sent again', async () => {
  const failure = new ValidationException(told('The value of Time is not valid'));
  timestream.on(WriteRecordsCommand).rejects(failure);
  await put();
  expect(rejected).toEqual([['The value of Time is not valid', 3]]);
});

test('a file that the disk gave back damaged is counted', async () => {
  await put(Buffer.from('{"DatabaseName":"quar'));
  expect(sent()).toEqual([]);
  expect(rejected).toEqual([['ticks/a is damaged', 1]]);
});

test.each([
  [
    'throttling',
    new ThrottlingException(told('Rate exceeded')),
    'Timestream does not take records: Rate exceeded',
  ],
  [
    'an expired token',
    new TimestreamWriteServiceException({
      ...told('The security token included in the request is expired'),
      name: 'ExpiredTokenException',
      $fault: 'client',
    }),
    'Timestream does not take records: The security token included in the request is expired',
  ],
  [
    'a missing permission',
    new AccessDeniedException(
      told('User: arn:aws:iam::1:role/a is not authorized to perform: timestream:WriteRecords'),
    ),
    'Timestream does not take records: User: arn:aws:iam::1:role/a is not authorized to perform: timestream:WriteRecords',
  ],
  [
    'a refused connection',
    Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
    'Timestream does not take records: ECONNREFUSED',
  ],
])('%s is worth another try', async (_, cause, message) => {
  timestream.on(WriteRecordsCommand).rejects(cause);
  const failure = await put().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StoreUnavailableError);
  expect(failure).toMatchObject({ message, cause });
});

test('an account that AWS does not admit is told by name', async () => {
  const cause = new AccessDeniedException(
    told(
      'Only existing Timestream for LiveAnalytics customers can access the service. Reach out to AWS support, for more information.',
    ),
  );
  timestream.on(WriteRecordsCommand).rejects(cause);
  const failure = await put().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TimestreamUnavailableError);
  expect(failure).toMatchObject({ cause });
});

test('a request that we built wrong stays what it is', async () => {
  timestream.on(WriteRecordsCommand).rejects(new TypeError('not a record'));
  await expect(put()).rejects.toBeInstanceOf(TypeError);
});
