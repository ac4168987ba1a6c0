import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll } from 'vitest';
import { PROGRAM, type Said } from '../quarterhour.ts';

/** A verb that runs until it is stopped, or its work is done. */
export interface Running {
  readonly process: ChildProcess;
  /** What it has said so far. */
  readonly stdout: string;
  readonly stderr: string;
  readonly ended: Promise<Said>;
  /** The next instant at which it says something, or ends. */
  more(): Promise<void>;
}

const all: ChildProcess[] = [];
afterAll(() => {
  for (const child of all) child.kill('SIGKILL');
});

/** Starts `quarterhour` with `words`; it is killed when the tests of the file are done, if it is still there. */
export function started(
  words: readonly string[],
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: { ...process.env, QUARTERHOUR_DATA: data, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  const waiting: (() => void)[] = [];
  const happened = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      happened();
    });
  const ended = new Promise<Said>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      resolve({ code, ...said });
      happened();
    });
  });
  all.push(child);
  return {
    process: child,
    get stdout() {
      return said.stdout;
    },
    get stderr() {
      return said.stderr;
    },
    ended,
    more: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

/** Starts the verb `venue`, and gives its address once it listens. */
export async function startedVenue(words: readonly string[], data: string): Promise<string> {
  const venue = started(['venue', '--json', ...words], data);
  while (!venue.stdout.includes('\n}\n')) {
    if (venue.process.exitCode !== null) throw new Error(`no venue: ${venue.stderr}`);
    await venue.more();
  }
  return JSON.parse(venue.stdout).url;
}
