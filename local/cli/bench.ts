import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../bench/main.ts');

/** Runs a bench in a process of its own, so that it measures nothing of ours; false when a figure does not hold. */
export async function benchVerb(words: readonly string[], data: string): Promise<boolean> {
  const bench = spawn(process.execPath, [MAIN, ...words], {
    stdio: 'inherit',
    env: { ...process.env, QUARTERHOUR_DATA: data },
  });
  const [code] = await once(bench, 'exit');
  return code === 0;
}
