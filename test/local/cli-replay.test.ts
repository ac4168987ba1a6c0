import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../local/store/embedded.ts';
import { quarterhour, type Said } from './quarterhour.ts';
import { ReplayContract } from './replay-contract.ts';
import { EAGER } from './runs.ts';
import { scratchFolder, thinned, writeLines } from './tapes.ts';

const SEED = 5;
const SETTINGS = EAGER.flatMap((setting) => ['--set', setting]);

/** The part of a result that does not tell how long it took. */
const decided = ({ stdout }: Said) => {
  const { digest, ledger } = ReplayContract.parse(JSON.parse(stdout));
  return { digest, ledger };
};

describe('quarterhour replay', () => {
  const folder = scratchFolder();
  const data = join(folder, 'data');
  const tape = join(folder, 'six.tape');
  const again = ['replay', '--json', '--tape', tape, ...SETTINGS];
  let first: Said;

  beforeAll(async () => {
    writeLines(tape, thinned(SEED, 6), SEED);
    first = await quarterhour(again, data);
  }, 60_000);

  test('ends with 0 and says its result as one JSON document of the promised shape, and nothing else', () => {
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    const result = ReplayContract.parse(JSON.parse(first.stdout));
    expect(result.tape).toMatchObject({ path: tape, synthetic: true, from: '2026-11-19T23:58:00.000Z' });
    // The first of six windows opens at midnight, the last an hour and a quarter later.
    expect(result.windows.map(({ openAt }) => openAt.slice(11))).toEqual(
      ['00:00', '00:15', '00:30', '00:45', '01:00', '01:15'].map((time) => `${time}:00.000Z`),
    );
    expect(result.windows.some(({ fills }) => fills.length > 0)).toBe(true);
    expect(result.feed.problems).toEqual([]);
  });

  test('says the same elsewhere and in another time zone', async () => {
    const elsewhere = await quarterhour(again, join(folder, 'elsewhere'), { TZ: 'Pacific/Chatham' });
    expect(decided(elsewhere)).toEqual(decided(first));
  });

  test('says something else with another setting', async () => {
    const [other, asGiven] = [['--set', 'minEdgeThreshold=0.021'], decided(first)];
    const changed = decided(await quarterhour([...again, ...other], data));
    expect(changed.digest).not.toBe(asGiven.digest);
  });

  test('does nothing twice, and says that the run was there', async () => {
    const second = await quarterhour(again, data);
    expect([second.code, decided(second)]).toEqual([0, decided(first)]);
    expect(second.stderr).toContain('nothing was done twice');
  });

  test('starts over with --fresh, to the same end', async () => {
    const fresh = await quarterhour([...again, '--fresh'], data);
    expect([fresh.code, fresh.stderr, decided(fresh)]).toEqual([0, '', decided(first)]);
  });

  test('of two processes on one folder one is refused by name and the other comes to the end', async () => {
    const both = join(folder, 'both');
    const said = await Promise.all([quarterhour(again, both), quarterhour(again, both)]);
    const [good, refused] = said.toSorted((a, b) => (a.code ?? 9) - (b.code ?? 9)) as [Said, Said];
    expect([good.code, refused.code]).toEqual([0, 1]);
    expect(decided(good)).toEqual(decided(first));
    const { error } = JSON.parse(refused.stdout);
    expect(error.name).toBe('StoreUnavailableError');
    expect(error.message).toContain(join(both, 'runs'));
  });

  test('--fresh does not pull a store from under the process that holds it', async () => {
    const { run } = JSON.parse(first.stdout);
    const held = await openStore(join(data, 'runs', run, 'store'));
    const refused = await quarterhour([...again, '--fresh'], data).finally(held.close);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout).error.name).toBe('StoreUnavailableError');
    expect(existsSync(join(data, 'runs', run, 'result.json'))).toBe(true);
  });
});
