import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Assignment, FromStation, ToStation } from './soak-diary.ts';
import type { SoakResult } from './soak-result.ts';

/** The process that has the feeds. */
export class StationProcess {
  readonly ended: Promise<SoakResult['exit']>;
  readonly #child: ChildProcess;

  constructor(assignment: Assignment) {
    const program = join(import.meta.dirname, 'soak-station.ts');
    this.#child = fork(program, [JSON.stringify(assignment)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    let stderr = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    this.ended = once(this.#child, 'close').then(([code]) => ({ code, stderr }));
  }

  say(message: ToStation): void {
    this.#child.send(message, () => undefined);
  }

  /** The message of a kind; fails when the process ends before, or takes longer. */
  until<K extends FromStation['kind']>(kind: K, withinMs: number): Promise<FromStation & { kind: K }> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`the feeds were not ${kind} in ${withinMs} ms`)),
        withinMs,
      );
      this.#child.on('message', (message: FromStation) => {
        if (message.kind !== kind) return;
        clearTimeout(late);
        resolve(message as FromStation & { kind: K });
      });
      void this.ended.then(({ stderr }) => {
        clearTimeout(late);
        reject(new Error(`the feeds ended: ${stderr}`));
      });
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** How a replay of the recording by the command line ends. */
export async function replayed(recorded: string, folder: string): Promise<number | null> {
  const program = join(import.meta.dirname, '../bin/quarterhour.ts');
  const child = fork(program, ['replay', '--json', '--tape', recorded], {
    stdio: 'ignore',
    execArgv: [],
    env: { ...process.env, QUARTERHOUR_DATA: join(folder, 'replayed') },
  });
  const [code] = await once(child, 'close');
  return code;
}
