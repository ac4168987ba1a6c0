import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FromSender } from './sender.ts';

/** Starts a file of this folder as a process of its own. */
export const child = (file: string, words: readonly string[]): ChildProcess =>
  fork(join(import.meta.dirname, file), words, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

/** What a child says next; its end before that is a failure. */
export async function told<T>(from: ChildProcess): Promise<T> {
  const [word] = await Promise.race([
    once(from, 'message'),
    once(from, 'exit').then(([code]) => {
      throw new Error(`a process of the bench ended with ${code}`);
    }),
  ]);
  return word as T;
}

export type Sent = FromSender & { readonly kind: 'sent' };

export interface Sender {
  readonly url: string;
  /** Sends no more, and tells what it sent. */
  finish(): Promise<Sent>;
  stop(): void;
}

/** Simulated venues in a process of their own, with `rate` frames a second from the instant `from` on. */
export async function startSender(rate: number, from: number): Promise<Sender> {
  const sender = child('sender.ts', [String(rate), String(from)]);
  const { url } = await told<FromSender & { readonly kind: 'open' }>(sender);
  return {
    url,
    finish() {
      sender.send('finish');
      return told<Sent>(sender);
    },
    stop: () => sender.disconnect(),
  };
}
