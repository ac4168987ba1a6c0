import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The command line as a user runs it. */
export const PROGRAM = join(import.meta.dirname, '../../bin/quarterhour.ts');

/** What a process of the command line said, and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `quarterhour` with `words`; runs and tapes are kept in `data`. */
export function quarterhour(
  words: readonly string[],
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: { ...process.env, QUARTERHOUR_DATA: data, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, ...said }));
  });
}
