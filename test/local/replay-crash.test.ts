import { cpSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../local/store/embedded.ts';
import { EAGER, type Left, runAnew, runOver } from './runs.ts';
import { scratchFolder, thinned, writeLines } from './tapes.ts';

type Send = DynamoDBDocumentClient['send'];

/** The store with `before` called ahead of each of its writes, 0 being the first. It may throw. */
function watched({ client, ...rest }: Store, before: (write: number) => void): Store {
  let writes = 0;
  const send = async (...request: Parameters<Send>) => {
    if (request[0] instanceof PutCommand) before(writes++);
    return client.send(...request);
  };
  return { client: Object.assign(Object.create(client), { send }), ...rest };
}

async function over<T>(path: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(path);
  return use(store).finally(store.close);
}

/** An order arrives late and pays no more than what it saw, so that one in two finds nothing. */
const SETTINGS = [...EAGER, 'orderLatencyMs=5000', 'maxSlippage=0'];

/** Of the synthetic tapes of two windows the first with a trade and with an order that found nothing. */
async function eventful(folder: string): Promise<{ tape: string; undisturbed: Left }> {
  for (let seed = 1; seed <= 40; seed++) {
    const tape = writeLines(join(folder, `${seed}.tape`), thinned(seed, 2), seed);
    const undisturbed = await runAnew(folder, tape, SETTINGS);
    const kinds = new Set(undisturbed.entries.map(({ event }) => event.kind));
    if (kinds.has('settled') && kinds.has('released')) return { tape, undisturbed };
  }
  throw new Error('no seed gives a trade and an order without one: look at SETTINGS');
}

describe('a replay that dies', () => {
  const folder = scratchFolder();
  let tape: string;
  let undisturbed: Left;

  const finished = (path: string): Promise<Left> => over(path, (store) => runOver(store, tape, SETTINGS));

  beforeAll(async () => {
    ({ tape, undisturbed } = await eventful(folder));
  }, 60_000);

  test('leaves before each of its writes what another process brings to the same end', async () => {
    const path = mkdtempSync(join(folder, 'store-'));
    const images: string[] = [];
    // What is in the files now is what a killed process would leave.
    const copy = (write: number): void => {
      const image = join(folder, `image-${write}`);
      cpSync(path, image, { recursive: true });
      images.push(image);
    };
    await over(path, (store) => runOver(watched(store, copy), tape, SETTINGS));
    expect(images.length).toBeGreaterThan(30);
    expect(images.length).toBeLessThan(100);
    for (const [write, image] of images.entries())
      expect(await finished(image), `dead before write ${write}`).toEqual(undisturbed);
  }, 120_000);

  test.each([7, 19, 31])('says that its store is gone, if that is how it dies at write %d', async (last) => {
    const path = mkdtempSync(join(folder, 'store-'));
    let gone = false;
    const fail = (write: number): void => {
      gone ||= write >= last;
      if (gone) throw new Error('the disk is gone');
    };
    const run = over(path, (store) => runOver(watched(store, fail), tape, SETTINGS));
    await expect(run).rejects.toMatchObject({ name: 'StoreUnavailableError' });
    expect(await finished(path)).toEqual(undisturbed);
  });
});
