import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, UpdateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { TABLES } from '../../shared/adapters/dynamodb/tables.ts';
import { StoreUnavailableError } from '../../shared/contracts/errors.ts';
import { nameOf } from './account.ts';
import type { Aws } from './clients.ts';

const LONGEST_CHANGE_S = 120;
const CORE = 'quarterhour-core';

/** What outlives every stack. The log of who asked for files comes last: deleting the others still writes to it. */
export const dataOf = (account: string) => ({
  tables: Object.values(TABLES).map(({ suffix }) => `quarterhour-${suffix}`),
  buckets: ['recordings', 'reports', 'access-logs'].map((name) => `quarterhour-${name}-${account}`),
});

/** Lets the stack that holds the data be deleted. */
export const unprotect = ({ cloudFormation }: Aws): Promise<void> =>
  unlessGone(CORE, () =>
    cloudFormation.send(
      new UpdateTerminationProtectionCommand({ StackName: CORE, EnableTerminationProtection: false }),
    ),
  );

/** Deletes every table and every version of every file for good. Run again, it goes on where it stopped. */
export async function deleteData(account: string, aws: Aws): Promise<void> {
  const { tables, buckets } = dataOf(account);
  for (const name of tables) await unlessGone(name, () => deleteTable(name, aws));
  for (const name of buckets) await unlessGone(name, () => deleteBucket(name, aws));
}

/** A table is protected by itself too, and takes no other order while it changes. */
async function deleteTable(TableName: string, { dynamo }: Aws): Promise<void> {
  await dynamo.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await waitUntilTableExists({ client: dynamo, maxWaitTime: LONGEST_CHANGE_S, minDelay: 1 }, { TableName });
  await dynamo.send(new DeleteTableCommand({ TableName }));
}

async function deleteBucket(name: string, { s3 }: Aws): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: name, MaxKeys: 1_000 }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) break;
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: name, Delete: { Objects, Quiet: true } }),
    );
    const [first] = Errors;
    if (first !== undefined)
      throw new StoreUnavailableError(`${name}: ${Errors.length} files stay, the first by ${first.Code}`);
  }
  await s3.send(new DeleteBucketCommand({ Bucket: name }));
}

const GONE = /^(ResourceNotFoundException|NoSuchBucket)$/;

async function unlessGone(name: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    if (cause instanceof StoreUnavailableError || cause instanceof TypeError) throw cause;
    const gone = GONE.test(nameOf(cause)) || (cause instanceof Error && /does not exist/.test(cause.message));
    if (!gone) throw new StoreUnavailableError(`${name} cannot be deleted: ${nameOf(cause)}`, { cause });
  }
}
