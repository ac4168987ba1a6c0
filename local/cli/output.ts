import { QuarterhourError } from '../../shared/contracts/errors.ts';

/** How a verb speaks: JSON for programs on standard output, words for people; notes and progress on standard error. */
export interface Voice {
  readonly json: boolean;
  /** The one JSON document of a run with --json. */
  result(value: unknown): void;
  /** A line for people; silent with --json. */
  say(text: string): void;
  /** A note beside the result. */
  note(text: string): void;
}

export const makeVoice = (json: boolean): Voice => ({
  json,
  result: (value) => {
    if (json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  },
  say: (text) => {
    if (!json) process.stdout.write(`${text}\n`);
  },
  note: (text) => process.stderr.write(`${text}\n`),
});

/** Says what went wrong: a named failure by its message, which holds the remedy; anything else is a defect of ours. */
export function report(error: unknown, json: boolean): void {
  const named = error instanceof QuarterhourError;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (json) process.stdout.write(`${JSON.stringify({ error: { name, message } })}\n`);
  process.stderr.write(
    named ? `error: ${message}\n` : `A defect of Quarterhour, please report it:\n${stack}\n`,
  );
}
