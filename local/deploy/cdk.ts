import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '../../shared/contracts/errors.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Runs the CDK with these words and gives its exit code. */
export type Cdk = (words: readonly string[]) => Promise<number>;

/** The CDK of this repository, in a process of its own that may ask the person at the terminal. */
export const runCdk =
  (json: boolean): Cdk =>
  async (words) => {
    const program = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    // With --json, standard output holds our one document.
    const child = spawn(process.execPath, [program, ...words], {
      cwd: ROOT,
      stdio: ['inherit', json ? 2 : 'inherit', 'inherit'],
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  };

/** The context of cdk.json, and over it what was given as `key=value`. */
export async function contextOf(given: readonly string[]): Promise<Record<string, unknown>> {
  const { context } = JSON.parse(await readFile(join(ROOT, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  return { ...context, ...Object.fromEntries(given.map(pairOf)) };
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1)
    throw new ConfigurationError(`-c ${text}: write it as key=value, such as email=me@example.org`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

/** As the CDK takes them. */
export const contextWords = (given: readonly string[]): string[] => given.flatMap((each) => ['-c', each]);
