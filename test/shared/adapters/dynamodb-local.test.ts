import { describe } from 'vitest';
import { startDynamoDbLocal, whyNoDynamoDbLocal } from './dynamodb-local.ts';
import { storageContract } from './storage-contract.ts';

const missing = whyNoDynamoDbLocal();
if (missing !== undefined) console.info(`skipped: the storage contract on DynamoDB Local, since ${missing}`);

describe.skipIf(missing !== undefined)('storage on DynamoDB Local', () => {
  storageContract({ makeClient: startDynamoDbLocal });
});
