import createTable from 'dynalite/actions/createTable.js';
import describeTable from 'dynalite/actions/describeTable.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import db from 'dynalite/db/index.js';
import * as createTableRules from 'dynalite/validations/createTable.js';
import * as describeTableRules from 'dynalite/validations/describeTable.js';
import * as getItemRules from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import * as putItemRules from 'dynalite/validations/putItem.js';
import * as queryRules from 'dynalite/validations/query.js';
import { makeFolder } from '../../shared/adapters/tape/make-folder.ts';
import { StoreUnavailableError } from '../../shared/contracts/errors.ts';

/** What the engine answers: the status and the JSON that DynamoDB would. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** DynamoDB on a folder, in this process, with no socket: dynalite's operations on LevelDB. */
export interface Engine {
  /** Runs an operation such as 'PutItem'. Rejects when the store itself fails or is closed. */
  run(operation: string, request: unknown): Promise<Answer>;
  /** Forgets a table that was never finished. */
  forget(table: string): Promise<void>;
  close(): Promise<void>;
}

const OPERATIONS = new Map([
  ['CreateTable', { act: createTable, rules: createTableRules }],
  ['DescribeTable', { act: describeTable, rules: describeTableRules }],
  ['GetItem', { act: getItem, rules: getItemRules }],
  ['PutItem', { act: putItem, rules: putItemRules }],
  ['Query', { act: query, rules: queryRules }],
]);

const UNKNOWN_OPERATION: Answer = {
  status: 400,
  body: { __type: 'com.amazon.coral.service#UnknownOperationException' },
};

/** Opens the folder, which is created when missing. One process at a time may hold it. */
export async function openEngine(folder: string): Promise<Engine> {
  const refuse = (cause: unknown): never => {
    throw notOpened(folder, cause);
  };
  await makeFolder(folder).catch(refuse);
  const store = db.create({ path: folder, createTableMs: 0 });
  const level = store.db;
  await level.open().catch(refuse);
  // A value is read in microseconds; a turn through the thread pool takes ten times as long.
  level.get = (key, callback) => {
    try {
      const value = level.getSync(key);
      queueMicrotask(() => callback(null, value));
    } catch (error) {
      queueMicrotask(() => callback(error));
    }
  };

  return {
    async run(operation, request) {
      const found = OPERATIONS.get(operation);
      if (found === undefined) return UNKNOWN_OPERATION;
      const { act, rules } = found;
      try {
        const checked = validations.checkTypes(request, rules.types);
        validations.checkValidations(checked, rules.types, rules.custom, store);
        return { status: 200, body: await settled((callback) => act(store, checked, callback)) };
      } catch (error) {
        if (isRefusal(error)) return { status: error.statusCode, body: error.body };
        throw error;
      }
    },
    async forget(table) {
      await settled((callback) => store.tableDb.del(table, (error) => callback(error, undefined)));
    },
    close: () => level.close(),
  };
}

const settled = (start: (callback: (error: unknown, answer: unknown) => void) => void): Promise<unknown> =>
  new Promise((resolve, reject) => {
    start((error, answer) => (error ? reject(error) : resolve(answer)));
  });

/** dynalite's way to answer with an error of DynamoDB. */
function isRefusal(error: unknown): error is { readonly statusCode: number; readonly body: unknown } {
  return error instanceof Error && 'statusCode' in error && 'body' in error;
}

/** Whether opening failed because another process holds the folder. */
export const isHeld = (error: unknown): boolean =>
  error instanceof StoreUnavailableError && (innermost(error.cause) as NodeJS.ErrnoException).code === LOCKED;

const LOCKED = 'LEVEL_LOCKED';
const innermost = (cause: unknown): Error =>
  cause instanceof Error && cause.cause instanceof Error ? cause.cause : (cause as Error);

/** Why the store in `folder` cannot be used, with the remedy. */
export function notOpened(folder: string, cause: unknown): StoreUnavailableError {
  const inner = innermost(cause);
  const remedy =
    (inner as NodeJS.ErrnoException).code === LOCKED
      ? 'is held by another process; stop that one, or name another folder'
      : `cannot be opened as a store: ${inner.message}`;
  return new StoreUnavailableError(`${folder} ${remedy}`, { cause });
}
