import { parseArgs } from 'node:util';
import { makeHome } from '../local/cli/home.ts';
import { makeVoice } from '../local/cli/output.ts';
import { resolveTapes } from '../local/cli/tapes.ts';

/** The options of a bench, each with its default: whole numbers, or text. */
export function readOptions<Defaults extends Readonly<Record<string, number | string>>>(
  words: readonly string[],
  defaults: Defaults,
): { [Name in keyof Defaults]: Defaults[Name] extends number ? number : string } {
  const options = Object.fromEntries(
    Object.keys(defaults).map((name) => [name, { type: 'string' } as const]),
  );
  const { values } = parseArgs({ args: [...words], options });
  const read: Record<string, number | string> = { ...defaults };
  for (const [name, text] of Object.entries(values)) {
    const value = typeof defaults[name] === 'number' ? Number(text) : String(text);
    if (typeof value === 'number' && !(Number.isInteger(value) && value > 0))
      throw new TypeError(`--${name} ${text}: a whole number above 0`);
    read[name] = value;
  }
  return read as { [Name in keyof Defaults]: Defaults[Name] extends number ? number : string };
}

/** The tape that `--tape` names, or the bundled synthetic day, which is made on first use. */
export async function tapeOf(path: string): Promise<string> {
  const home = makeHome(process.env.QUARTERHOUR_DATA ?? '.quarterhour');
  const [tape] = await resolveTapes(path, home, makeVoice(true));
  return tape as string;
}
