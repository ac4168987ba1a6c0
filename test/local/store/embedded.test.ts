import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../local/store/embedded.ts';
import { openEngine } from '../../../local/store/engine.ts';
import { toCreateTable } from '../../../shared/adapters/dynamodb/create-table.ts';
import { dynamoLedger } from '../../../shared/adapters/dynamodb/ledger.ts';
import { TABLES } from '../../../shared/adapters/dynamodb/tables.ts';
import { dynamoWindows } from '../../../shared/adapters/dynamodb/windows.ts';
import { StoreUnavailableError } from '../../../shared/contracts/errors.ts';
import { storageContract } from '../../shared/adapters/storage-contract.ts';
import { trading } from '../../shared/adapters/stored-examples.ts';
import { secondsIn } from '../../shared/domain/examples.ts';

const scratchFolder = () => mkdtempSync(join(tmpdir(), 'quarterhour-store-'));

describe('storage on the embedded engine', () => {
  storageContract({ makeClient: () => openStore(scratchFolder()) });
});

describe('the embedded store', () => {
  test('creates its folder, and opens again with what it held', async () => {
    const folder = join(scratchFolder(), 'new', 'store');
    const first = await openStore(folder);
    await dynamoLedger(first.client, 'ledger', 'paper').append(trading[0]!);
    await first.close();
    const second = await openStore(folder);
    expect(await dynamoLedger(second.client, 'ledger', 'paper').head()).toEqual(trading[0]);
    await second.close();
  });

  test('keeps what it acknowledged when its process is killed, and until then refuses a second process', async () => {
    const folder = scratchFolder();
    const holder = spawn(process.execPath, [join(import.meta.dirname, 'append-and-wait.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    const refused = openStore(folder);
    await expect(refused).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(refused).rejects.toThrow(`${folder} is held by another process; stop that one`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const store = await openStore(folder);
    expect(await dynamoLedger(store.client, 'ledger', 'paper').head()).toEqual(trading[0]);
    await store.close();
  });

  test('finishes a table whose creation was cut short', async () => {
    const folder = scratchFolder();
    const engine = await openEngine(folder);
    await engine.run('CreateTable', toCreateTable('windows', TABLES.windows));
    await engine.close();
    const store = await openStore(folder);
    expect(await dynamoWindows(store.client, 'windows').ofDay(secondsIn(0))).toEqual([]);
    await store.close();
  });

  test('names a folder that is no folder', async () => {
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, '');
    await expect(openStore(file)).rejects.toThrow(`${file} cannot be opened as a store`);
  });

  test('knows no operation that the adapters do not use', async () => {
    const engine = await openEngine(scratchFolder());
    expect(await engine.run('TransactWriteItems', {})).toMatchObject({ status: 400 });
    await engine.close();
  });
});
