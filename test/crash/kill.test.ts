import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeRandom } from '../../sim/random.ts';
import { PROGRAM, quarterhour } from '../local/quarterhour.ts';
import { EAGER } from '../local/runs.ts';
import { scratchFolder, thinned, writeLines } from '../local/tapes.ts';

const SEED = 5;
const WINDOWS = 12;
const ROUNDS = 5;
const KILLS_A_ROUND = 10;

type Moment = 'startup' | 'running' | 'over';

const writtenAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** How far the process that began at `since` had come: its store is opened first, its result is written last. */
function momentOf(run: string, since: number): Moment {
  if (writtenAt(join(run, 'result.json')) >= since) return 'over';
  return writtenAt(join(run, 'store/LOG')) >= since ? 'running' : 'startup';
}

describe('a process that is killed', () => {
  const folder = scratchFolder();
  const tape = join(folder, 'day.tape');
  const words = ['replay', '--json', '--tape', tape, ...EAGER.flatMap((setting) => ['--set', setting])];
  const random = makeRandom(SEED, 'kills');
  /** When the run that is left alone has its store open, and when it has its result. */
  let [openedMs, overMs] = [0, 0];
  let undisturbed: { run: string; digest: string; ledger: unknown; account: unknown };

  async function finished(data: string): Promise<typeof undisturbed> {
    const { code, stdout } = await quarterhour(words, data);
    expect(code).toBe(0);
    const { run, digest, ledger, account } = JSON.parse(stdout);
    return { run, digest, ledger, account };
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
    return signal === 'SIGKILL' ? momentOf(join(data, 'runs', undisturbed.run), since) : 'over';
  }

  beforeAll(async () => {
    writeLines(tape, thinned(SEED, WINDOWS), SEED);
    await finished(join(folder, 'warm'));
    const since = Date.now();
    undisturbed = await finished(join(folder, 'undisturbed'));
    const run = join(folder, 'undisturbed/runs', undisturbed.run);
    openedMs = writtenAt(join(run, 'store/LOG')) - since;
    overMs = writtenAt(join(run, 'result.json')) - since;
  }, 60_000);

  test('fifty times comes to the same ledger and the same result as one that was left alone', async () => {
    const counts: Record<Moment, number> = { startup: 0, running: 0, over: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const data = join(folder, `round-${round}`);
      // Later and later, so that each kill finds work that no process before it has done.
      const moments = Array.from({ length: KILLS_A_ROUND }, () => random.uniform()).toSorted((a, b) => a - b);
      for (const moment of moments) counts[await killed(data, openedMs + moment * (overMs - openedMs))]++;
      expect(await finished(data), `round ${round}`).toEqual(undisturbed);
    }
    console.log(
      `${ROUNDS * KILLS_A_ROUND} kills between ${Math.round(openedMs)} and ${Math.round(overMs)} ms:`,
      `${counts.startup} in startup, ${counts.running} in the replay, ${counts.over} after its end`,
    );
    expect(counts.running).toBeGreaterThan(10);
  }, 240_000);
});
