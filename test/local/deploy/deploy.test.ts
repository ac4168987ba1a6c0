import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, expect, test } from 'vitest';
import { deployVerb, destroyVerb } from '../../../local/cli/deploy.ts';
import { makeHome } from '../../../local/cli/home.ts';
import { ConfigurationError, StoreUnavailableError } from '../../../shared/contracts/errors.ts';
import { ACCOUNT, aws, goodAccount, mocks, named } from './clouds.ts';

beforeEach(goodAccount);

const TABLES = ['quarterhour-ledger', 'quarterhour-windows', 'quarterhour-hot', 'quarterhour-events'];
const BUCKETS = ['recordings', 'reports', 'access-logs'].map((name) => `quarterhour-${name}-${ACCOUNT}`);

/** A CDK that ends with these codes in turn, and what it was told. */
function rig(...codes: number[]) {
  const runs: string[] = [];
  const said: string[] = [];
  const results: unknown[] = [];
  const voice = {
    json: true,
    result: (value: unknown) => void results.push(value),
    say: (text: string) => void said.push(text),
    note: () => undefined,
  };
  const cloud = {
    aws,
    cdk: async (words: readonly string[]) => {
      runs.push(words.join(' '));
      return codes.shift() ?? 0;
    },
  };
  return {
    runs,
    said,
    results,
    deploy: (options: { context?: string[]; yes?: boolean } = {}) =>
      deployVerb({ context: [], yes: false, ...options }, makeHome('.'), voice, cloud),
    destroy: (options: { yes?: boolean; deleteData?: string } = {}) =>
      destroyVerb({ context: [], yes: true, ...options }, makeHome('.'), voice, cloud),
  };
}

test('after a good preflight every stack is deployed, with what was given', async () => {
  const { runs, said, results, deploy } = rig();
  expect(await deploy({ context: ['email=me@example.org', 'series=btc-15m,eth-15m'] })).toBe(true);
  expect(runs).toEqual([
    'deploy --all --require-approval broadening -c email=me@example.org -c series=btc-15m,eth-15m',
  ]);
  expect(said[0]).toContain('CDK bootstrap');
  expect(results).toMatchObject([
    {
      ok: true,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'region', state: 'good' })]),
    },
  ]);
});

test('with --yes nobody is asked', async () => {
  const { runs, deploy } = rig();
  await deploy({ yes: true });
  expect(runs).toEqual(['deploy --all --require-approval never']);
});

test('nothing is deployed while something is bad', async () => {
  mocks.sts.on(GetCallerIdentityCommand).rejects(named('ExpiredToken'));
  const { runs, said, results, deploy } = rig();
  expect(await deploy()).toBe(false);
  expect(runs).toEqual([]);
  expect(said.at(-1)).toContain('Nothing was deployed');
  expect(results).toMatchObject([{ ok: false }]);
});

test('a CDK that fails is a refusal', async () => {
  expect(await rig(1).deploy()).toBe(false);
});

test.each([
  [['series'], '-c series: write it as key=value'],
  [['mode=live'], 'mode: must be paper'],
  [['budgett=5'], 'budgett: no such key'],
])('%j is refused by name', async (context, message) => {
  const refused = rig().deploy({ context });
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(ConfigurationError);
});

test('destroy takes down what runs, keeps ledger and tapes, and says so', async () => {
  const { runs, said, results, destroy } = rig();
  expect(await destroy()).toBe(true);
  expect(runs).toEqual(['destroy Watch Trading Collector --exclusively --force']);
  for (const name of [...TABLES, ...BUCKETS]) expect(said.at(-1)).toContain(name);
  expect(said.at(-1)).toContain(`destroy --delete-data ${ACCOUNT}`);
  expect(results).toEqual([{ ok: true, kept: [...TABLES, ...BUCKETS] }]);
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
  expect(results).toEqual([{ ok: true, kept: [] }]);
});

test('what is gone already does not stop the rest', async () => {
  mocks.cloudFormation
    .on(UpdateTerminationProtectionCommand)
    .rejects(named('ValidationError', 'Stack [quarterhour-core] does not exist'));
  mocks.dynamo.on(DeleteTableCommand).rejects(named('ResourceNotFoundException'));
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
  const { results, destroy } = rig(...codes);
  expect(await destroy({ deleteData: ACCOUNT })).toBe(false);
  expect(mocks.dynamo.calls()).toHaveLength(0);
  expect(results).toMatchObject([{ ok: false }]);
});
