import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { QuarterhourError, StoreUnavailableError } from '../shared/contracts/errors.ts';
import { ControlSchema, LedgerEntrySchema } from '../shared/contracts/ledger.ts';
import type { LedgerEntry } from '../shared/domain/ledger/event.ts';
import { type Control, controlEvents } from '../shared/domain/risk/controls.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Ledger } from '../shared/ports/ledger.ts';
import { post } from '../shared/ports/post.ts';

const LOOK_MS = 250;
const PATIENCE_MS = 15_000;

/**
 * Writes what a person asks for into the ledger, once it was found whole, and gives the entries that hold it: those of
 * now, or where the account was halted so already, of then. None when there is nothing to resume.
 */
export async function control(ledger: Ledger, asked: Control, { now }: Clock): Promise<LedgerEntry[]> {
  for await (const _ of ledger.entries());
  const account = (await ledger.head())?.account;
  if (account === undefined)
    throw new StoreUnavailableError('no account is open yet; it is opened when trading starts');
  const at = now();
  const events = controlEvents(asked, account, at);
  for (const event of events) await post(ledger, event, at);
  const written = new Map<string, LedgerEntry>();
  for await (const entry of ledger.entries()) written.set(subjectOf(entry.event), entry);
  return events.map((event) => written.get(subjectOf(event)) as LedgerEntry);
}

const subjectOf = (event: LedgerEntry['event']): string =>
  event.kind === 'halted'
    ? `halted ${event.halt.breaker}`
    : event.kind === 'resumed'
      ? `resumed ${event.breaker}`
      : '';

const Answer = z.union([
  z.strictObject({ entries: z.array(LedgerEntrySchema) }),
  z.strictObject({ refused: z.string() }),
]);
type Answer = { readonly entries: readonly LedgerEntry[] } | { readonly refused: string };

/**
 * Does what other processes ask of the ledger that this one holds, by a file in `folder`; gives a function that ends
 * it. What was asked before is forgotten: nobody waits for it any more.
 */
export async function serveControls(
  folder: string,
  ledger: Ledger,
  { clock, failed }: { readonly clock: Clock; readonly failed: (error: unknown) => void },
): Promise<() => void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      for (const name of await readdir(folder))
        if (name.endsWith(ASKED)) await serve(join(folder, name), ledger, clock);
    } catch (error) {
      failed(error);
    } finally {
      busy = false;
    }
  };
  const looking = setInterval(() => void look(), LOOK_MS);
  return () => clearInterval(looking);
}

const ASKED = '.asked';
const ANSWERED = '.answered';

async function serve(path: string, ledger: Ledger, clock: Clock): Promise<void> {
  const text = await readFile(path, 'utf8');
  await rm(path);
  await writeWhole(path.replace(ASKED, ANSWERED), await answerTo(text, ledger, clock));
}

async function answerTo(text: string, ledger: Ledger, clock: Clock): Promise<Answer> {
  try {
    return { entries: await control(ledger, ControlSchema.parse(JSON.parse(text)), clock) };
  } catch (error) {
    if (error instanceof QuarterhourError) return { refused: error.message };
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return { refused: 'the process that trades is of another version: start it anew' };
    throw error;
  }
}

/** Has the process that holds the ledger do it. Throws StoreUnavailableError when that refuses, or does not answer. */
export async function askHolder(
  folder: string,
  asked: Control,
  patienceMs = PATIENCE_MS,
): Promise<readonly LedgerEntry[]> {
  const path = join(folder, randomUUID());
  await mkdir(folder, { recursive: true });
  await writeWhole(`${path}${ASKED}`, asked);
  try {
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += LOOK_MS) {
      const text = await readFile(`${path}${ANSWERED}`, 'utf8').catch(() => undefined);
      if (text !== undefined) return entriesIn(Answer.parse(JSON.parse(text)));
      await delay(LOOK_MS);
    }
  } finally {
    for (const ending of [ASKED, ANSWERED]) await rm(`${path}${ending}`, { force: true });
  }
  throw new StoreUnavailableError(
    `the process that holds the store did not answer within ${patienceMs / 1_000} s; try again, or stop it`,
  );
}

function entriesIn(answer: Answer): readonly LedgerEntry[] {
  if ('refused' in answer) throw new StoreUnavailableError(answer.refused);
  return answer.entries;
}

/** Whole or not at all: who looks for the file never sees half of it. */
async function writeWhole(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.partial`, JSON.stringify(value));
  await rename(`${path}.partial`, path);
}
