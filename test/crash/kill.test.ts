import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeTape } from '../../shared/adapters/tape/write.ts';
import { syntheticDay, syntheticHeader } from '../../sim/day.ts';
import { makeRandom } from '../../sim/random.ts';
import { PROGRAM, quarterhour } from '../local/quarterhour.ts';
import { EAGER } from '../local/runs.ts';
import { scratchFolder } from '../local/tapes.ts';

const SEED = 5;
const WINDOWS = 8;
const ROUNDS = 5;
const KILLS_A_ROUND = 10;

type Moment = 'startup' | 'running' | 'over';

const writtenAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** How far the process that began at `since` had come: its store is opened first, its result is written last. */
function momentOf(data: string, since: number): Moment {
  const [run] = readdirSync(join(data, 'runs'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const folder = join(data, 'runs', run?.name ?? '');
  if (writtenAt(join(folder, 'result.json')) >= since) return 'over';
  return writtenAt(join(folder, 'store/LOG')) >= since ? 'running' : 'startup';
}

describe('a process that is killed', () => {
  const folder = scratchFolder();
  const tape = join(folder, 'day.tape.gz');
  const words = ['replay', '--json', '--tape', tape, ...EAGER.flatMap((setting) => ['--set', setting])];
  const random = makeRandom(SEED, 'kills');
  let lengthMs: number;
  let undisturbed: { digest: string; ledger: unknown; account: unknown };

  async function finished(data: string): Promise<typeof undisturbed> {
    const { code, stdout } = await quarterhour(words, data);
    expect(code).toBe(0);
    const { digest, ledger, account } = JSON.parse(stdout);
    return { digest, ledger, account };
  }

  /** Kills a process `ms` after its start, unless it ended before. */
  async function killed(data: string, ms: number): Promise<Moment> {
    const since = Date.now();
    const child = spawn(process.execPath, [PROGRAM, ...words], {
      env: { ...process.env, QUARTERHOUR_DATA: data },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await Promise.race([after(ms), ended]);
    child.kill('SIGKILL');
    const [, signal] = await ended;
    return signal === 'SIGKILL' ? momentOf(data, since) : 'over';
  }

  beforeAll(async () => {
    await writeTape(tape, syntheticHeader(SEED), syntheticDay({ seed: SEED, windows: WINDOWS }));
    await finished(join(folder, 'warm'));
    const startedAt = performance.now();
    undisturbed = await finished(join(folder, 'undisturbed'));
    lengthMs = performance.now() - startedAt;
  }, 60_000);

  test('fifty times comes to the same ledger and the same result as one that was left alone', async () => {
    const counts: Record<Moment, number> = { startup: 0, running: 0, over: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const data = join(folder, `round-${round}`);
      // Later and later, so that each kill finds work that no process before it has done.
      const moments = Array.from({ length: KILLS_A_ROUND }, () => random.uniform()).toSorted((a, b) => a - b);
      for (const moment of moments) counts[await killed(data, moment * lengthMs)]++;
      expect(await finished(data), `round ${round}`).toEqual(undisturbed);
    }
    console.log(
      `${ROUNDS * KILLS_A_ROUND} kills of a run of ${Math.round(lengthMs)} ms:`,
      `${counts.startup} in startup, ${counts.running} in the replay, ${counts.over} after its end`,
    );
    expect(counts.running).toBeGreaterThan(10);
  }, 220_000);
});
