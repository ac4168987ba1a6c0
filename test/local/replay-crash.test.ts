import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../local/store/embedded.ts';
import { EAGER, type Left, runAnew, runOver } from './runs.ts';
import { scratchFolder, thinned, writeLines } from './tapes.ts';

/** A store whose process is gone before the write after `writes`: from there on it takes and gives nothing. */
function goneAfter(writes: number, { client, close }: Store): { store: Store; written: () => number } {
  let count = 0;
  const failing: DynamoDBDocumentClient = Object.create(client);
  const send = (...request: Parameters<DynamoDBDocumentClient['send']>) => {
    if (request[0] instanceof PutCommand && count <= writes) count++;
    if (count > writes) return Promise.reject(new Error('the process is gone'));
    return client.send(...request);
  };
  return {
    store: { client: Object.assign(failing, { send }), close },
    written: () => count,
  };
}

const kinds = ({ entries }: Left): string[] => entries.map(({ event }) => event.kind);

/** Of the synthetic markets the first with a trade, an order that found nothing and no more windows than three. */
async function eventful(folder: string): Promise<{ tape: string; undisturbed: Left }> {
  for (let seed = 1; seed <= 40; seed++) {
    const tape = writeLines(join(folder, `${seed}.tape`), thinned(seed, 3), seed);
    const undisturbed = await runAnew(folder, tape, EAGER);
    const happened = kinds(undisturbed);
    if (happened.includes('settled') && happened.includes('released')) return { tape, undisturbed };
  }
  throw new Error('no seed gives both a trade and an order without one: look at EAGER');
}

describe('a replay that dies', () => {
  const folder = scratchFolder();
  let tape: string;
  let undisturbed: Left;

  /** Lets a process die after `writes` writes and another go on; undefined when it never came to so many. */
  async function diedAfter(writes: number): Promise<Left | undefined> {
    const path = mkdtempSync(join(folder, 'store-'));
    const first = await openStore(path);
    const { store, written } = goneAfter(writes, first);
    const end = await runOver(store, tape, EAGER).catch((error: Error) => error.name);
    await first.close();
    if (written() <= writes) return undefined;
    expect(end, `after ${writes} writes`).toBe('StoreUnavailableError');
    const second = await openStore(path);
    return runOver(second, tape, EAGER).finally(second.close);
  }

  beforeAll(async () => {
    ({ tape, undisturbed } = await eventful(folder));
  }, 60_000);

  test('leaves at every one of its writes what another process finishes to the same end', async () => {
    let deaths = 0;
    for (; ; deaths++) {
      const left = await diedAfter(deaths);
      if (left === undefined) break;
      const where = `after ${deaths} writes`;
      expect(left.result.ledger, where).toEqual(undisturbed.result.ledger);
      expect(left.result.digest, where).toBe(undisturbed.result.digest);
      expect(left.records, where).toEqual(undisturbed.records);
      expect(left.entries, where).toEqual(undisturbed.entries);
    }
    // Three windows with a listing, an outcome and the states between make some twenty writes each.
    expect(deaths).toBeGreaterThan(40);
    expect(deaths).toBeLessThan(150);
  }, 120_000);
});
