import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeHost, recordsOf } from '../../../local/host.ts';
import { openStore } from '../../../local/store/embedded.ts';
import { VirtualTimers } from '../../../local/timers.ts';
import { parseConfiguration } from '../../../shared/contracts/config.ts';
import { LedgerBrokenError } from '../../../shared/contracts/errors.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger/event.ts';
import { post } from '../../../shared/ports/post.ts';
import { makeRandom } from '../../../sim/random.ts';
import { secondsIn, usd } from '../../shared/domain/examples.ts';
import { scratchFolder } from '../tapes.ts';

const SEED = 16;
const FLIPS = 200;

interface Started {
  readonly entries?: readonly LedgerEntry[];
  readonly error?: string;
  readonly seq?: number | undefined;
}

const fileOf = (folder: string, ending: string): string =>
  join(folder, readdirSync(folder).find((name) => name.endsWith(ending))!);

/** Opens the store, as a start does, and reads its ledger. */
async function entriesIn(folder: string): Promise<LedgerEntry[]> {
  const store = await openStore(folder);
  const entries: LedgerEntry[] = [];
  try {
    for await (const entry of recordsOf(store).ledger.entries()) entries.push(entry);
  } finally {
    await store.close();
  }
  return entries;
}

describe('a ledger in a store that was damaged', () => {
  const folder = scratchFolder();
  const whole = join(folder, 'whole');
  let kept: readonly LedgerEntry[];

  /** Twelve entries by each of two processes: the first one's are in a table by then, the second one's in the log. */
  beforeAll(async () => {
    for (const process of [0, 1]) {
      const store = await openStore(whole);
      const { ledger } = recordsOf(store);
      await post(ledger, { kind: 'opened', capital: usd(1_000) }, secondsIn(0));
      for (let each = 0; each < 6; each++) {
        const windowId = `w${process}-${each}`;
        await post(ledger, { kind: 'reserved', windowId, amount: usd(6), stake: usd(5) }, secondsIn(each));
        await post(ledger, { kind: 'released', windowId, reason: 'not-filled' }, secondsIn(each));
      }
      await store.close();
    }
    kept = await entriesIn(copyOf('untouched'));
    expect(kept).toHaveLength(25);
  });

  function copyOf(name: string): string {
    const copy = join(folder, name);
    cpSync(whole, copy, { recursive: true });
    cpSync(`${whole}.head`, `${copy}.head`);
    return copy;
  }

  /** What a start finds in a copy of the store after `damage`. */
  async function started(name: string, damage: (folder: string) => void): Promise<Started> {
    const copy = copyOf(name);
    damage(copy);
    const told = await entriesIn(copy).then(
      (entries) => ({ entries }),
      (error: Error & { seq?: number }) => ({ error: error.name, seq: error.seq }),
    );
    rmSync(copy, { recursive: true });
    return told;
  }

  test('with one flipped byte says so, or has lost nothing', async () => {
    const random = makeRandom(SEED, 'flips');
    const files = readdirSync(whole).map((name) => ({ name, bytes: readFileSync(join(whole, name)) }));
    const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const silent: unknown[] = [];
    const errors = new Map<string, number>();
    for (let flip = 0; flip < FLIPS; flip++) {
      let place = Math.floor(random.uniform() * size);
      const file = files.find(({ bytes }) => {
        const within = place < bytes.length;
        if (!within) place -= bytes.length;
        return within;
      })!;
      const mask = 1 + Math.floor(random.uniform() * 255);
      const { entries, error = '' } = await started('flipped', (copy) => {
        const bytes = Buffer.from(file.bytes);
        bytes[place]! ^= mask;
        writeFileSync(join(copy, file.name), bytes);
      });
      errors.set(error, (errors.get(error) ?? 0) + 1);
      if (entries !== undefined && !isDeepStrictEqual(entries, kept))
        silent.push({ file: file.name, place, mask, entries: entries.length });
    }
    expect(silent).toEqual([]);
    const harmless = errors.get('') ?? 0;
    expect([...errors.keys()].sort()).toEqual(['', 'LedgerBrokenError', 'StoreUnavailableError']);
    // Two thirds of the bytes are entries that LevelDB gives up in silence, or the text of one.
    expect(FLIPS - harmless).toBeGreaterThan(FLIPS / 2);
  }, 120_000);

  test.each<[string, (folder: string) => void, number]>([
    ['whose log is gone', (copy) => rmSync(fileOf(copy, '.log')), 14],
    ['whose log is cut short', (copy) => truncateSync(fileOf(copy, '.log'), 8_000), 23],
    ['that is gone', (copy) => rmSync(copy, { recursive: true }), 1],
  ])('%s is missed', async (_, damage, seq) => {
    expect(await started('lost', damage)).toMatchObject({ error: 'LedgerBrokenError', seq });
  });

  test('is not traded on', async () => {
    const copy = copyOf('start');
    rmSync(fileOf(copy, '.log'));
    const store = await openStore(copy);
    const host = makeHost({
      store,
      configuration: parseConfiguration({}),
      mode: 'replay',
      timers: new VirtualTimers(),
      health: { recent: async () => ({ calls: 0, errors: 0 }) },
      refused: () => undefined,
    });
    await expect(host.resume(secondsIn(900))).rejects.toBeInstanceOf(LedgerBrokenError);
    await store.close();
  });

  test('is not trusted when another ledger is in its place', async () => {
    const other = await openStore(join(folder, 'other'));
    await post(recordsOf(other).ledger, { kind: 'opened', capital: usd(2_000) }, secondsIn(0));
    await other.close();
    const told = await started('replaced', (copy) => {
      rmSync(copy, { recursive: true });
      cpSync(join(folder, 'other'), copy, { recursive: true });
      writeFileSync(`${copy}.head`, JSON.stringify({ seq: 1, digest: kept[0]!.digest }));
    });
    expect(told).toMatchObject({ error: 'LedgerBrokenError', seq: 1 });
  });

  test('is not judged by a file that cannot be read', async () => {
    const told = await started('unreadable', (copy) => writeFileSync(`${copy}.head`, '{"seq":2'));
    expect(told.error).toBe('StoreUnavailableError');
  });
});

describe('a ledger that is whole', () => {
  const folder = scratchFolder();

  test.each([
    ['a process died before it named the last entry', { behind: true }],
    ['nothing names its last entry', { behind: false }],
  ])('opens when %s, and names its next', async (_, { behind }) => {
    const path = join(folder, behind ? 'behind' : 'unnamed');
    const store = await openStore(path);
    const { ledger } = recordsOf(store);
    await post(ledger, { kind: 'opened', capital: usd(1_000) }, secondsIn(0));
    const before = readFileSync(`${path}.head`);
    await post(ledger, { kind: 'reserved', windowId: 'w', amount: usd(6), stake: usd(5) }, secondsIn(1));
    await store.close();
    if (behind) writeFileSync(`${path}.head`, before);
    else rmSync(`${path}.head`);
    const again = await openStore(path);
    const entries = await Array.fromAsync(recordsOf(again).ledger.entries());
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2]);
    await post(recordsOf(again).ledger, { kind: 'released', windowId: 'w', reason: 'x' }, secondsIn(2));
    const { digest } = (await recordsOf(again).ledger.head())!;
    expect(JSON.parse(readFileSync(`${path}.head`, 'utf8'))).toEqual({ seq: 3, digest });
    await again.close();
  });
});
