import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { beforeEach, expect, test } from 'vitest';
import { ConfigurationError, StoreUnavailableError } from '../../../shared/contracts/errors.ts';
import { ACCOUNT, goodAccount, mocks, named } from './clouds.ts';
import { rig } from './rig.ts';

beforeEach(goodAccount);

const TABLES = ['quarterhour-ledger', 'quarterhour-windows', 'quarterhour-hot', 'quarterhour-events'];
const BUCKETS = ['recordings', 'reports', 'access-logs'].map((name) => `quarterhour-${name}-${ACCOUNT}`);

test('destroy takes down what runs, keeps ledger and tapes, and says so', async () => {
  const { runs, said, results, destroy } = rig();
  expect(await destroy()).toBe(true);
  expect(runs).toEqual(['destroy Watch Trading Collector --exclusively --force']);
  for (const name of [...TABLES, ...BUCKETS]) expect(said.at(-1)).toContain(name);
  expect(said.at(-1)).toContain(`destroy --delete-data ${ACCOUNT}`);
  expect(results).toEqual([{ ok: true, kept: [...TABLES, ...BUCKETS], running: [], halted: [] }]);
  expect(mocks.dynamo.calls()).toHaveLength(0);
  expect(mocks.s3.calls()).toHaveLength(0);
});

test('the data of another account than this one is not deleted, nor anything else', async () => {
  const { runs, destroy } = rig();
  await expect(destroy({ deleteData: '999988887777' })).rejects.toBeInstanceOf(ConfigurationError);
  expect(runs).toEqual([]);
});

test('with the number of the account everything is deleted, each version of each file', async () => {
  mocks.s3
    .on(ListObjectVersionsCommand)
    .resolvesOnce({
      Versions: [{ Key: 'tapes/a', VersionId: '1' }],
      DeleteMarkers: [{ Key: 'tapes/a', VersionId: '2' }],
    })
    .resolves({});
  mocks.s3.on(DeleteObjectsCommand).resolves({});
  const { runs, said, results, destroy } = rig();
  expect(await destroy({ deleteData: ACCOUNT })).toBe(true);
  expect(runs).toEqual([
    'destroy Watch Trading Collector --exclusively --force',
    'destroy Core --exclusively --force',
  ]);
  const inputs = mocks.cloudFormation
    .commandCalls(UpdateTerminationProtectionCommand)
    .map(({ args }) => args[0].input);
  expect(inputs).toEqual([{ StackName: 'quarterhour-core', EnableTerminationProtection: false }]);
  expect(mocks.dynamo.commandCalls(DeleteTableCommand).map(({ args }) => args[0].input.TableName)).toEqual(
    TABLES,
  );
  const [order] = TABLES.map((TableName) =>
    mocks.dynamo
      .calls()
      .filter(({ args }) => (args[0].input as { TableName?: string }).TableName === TableName)
      .map(({ args }) => args[0]),
  );
  // Protected tables refuse to be deleted, and those that change as well.
  expect(order?.map((command) => command.constructor)).toEqual([
    UpdateTableCommand,
    DescribeTableCommand,
    DeleteTableCommand,
  ]);
  expect(order?.[0]?.input).toMatchObject({ DeletionProtectionEnabled: false });
  expect(mocks.s3.commandCalls(DeleteObjectsCommand)[0]?.args[0].input).toMatchObject({
    Bucket: BUCKETS[0],
    Delete: {
      Objects: [
        { Key: 'tapes/a', VersionId: '1' },
        { Key: 'tapes/a', VersionId: '2' },
      ],
    },
  });
  expect(mocks.s3.commandCalls(DeleteBucketCommand).map(({ args }) => args[0].input.Bucket)).toEqual(BUCKETS);
  expect(said.at(-1)).toContain('Everything is deleted');
  expect(results).toMatchObject([{ ok: true, kept: [] }]);
});

test('what is gone already does not stop the rest', async () => {
  mocks.cloudFormation
    .on(UpdateTerminationProtectionCommand)
    .rejects(named('ValidationError', 'Stack [quarterhour-core] does not exist'));
  mocks.dynamo.on(UpdateTableCommand).rejects(named('ResourceNotFoundException'));
  mocks.s3.on(ListObjectVersionsCommand).rejects(named('NoSuchBucket'));
  expect(await rig().destroy({ deleteData: ACCOUNT })).toBe(true);
});

test.each([
  [
    'a table that may not be deleted',
    () => mocks.dynamo.on(DeleteTableCommand).rejects(named('AccessDeniedException')),
  ],
  [
    'a file that stays',
    () => {
      mocks.s3.on(ListObjectVersionsCommand).resolves({ Versions: [{ Key: 'a', VersionId: '1' }] });
      mocks.s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'a', Code: 'AccessDenied' }] });
    },
  ],
])('%s is a store that is unavailable', async (_, arrange) => {
  arrange();
  await expect(rig().destroy({ deleteData: ACCOUNT })).rejects.toBeInstanceOf(StoreUnavailableError);
});

test.each([
  ['the stacks', [1]],
  ['the stack of the data', [0, 1]],
])('when %s cannot be destroyed, the data stays', async (_, codes) => {
  const { said, results, destroy } = rig(...codes);
  expect(await destroy({ deleteData: ACCOUNT })).toBe(false);
  expect(mocks.dynamo.calls()).toHaveLength(0);
  expect(results).toMatchObject([{ ok: false }]);
  expect(said.join()).not.toContain('is deleted');
});
