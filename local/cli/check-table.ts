import type { Check } from '../doctor/check.ts';
import { plainTable } from './table.ts';

/** Checks as a table that a terminal can show: what was found, and what to do about it. */
export function checkTable(checks: readonly Check[]): string {
  const table = plainTable(['Check', 'State', 'Figure', 'What to do']);
  for (const { name, state, value, remedy } of checks)
    table.push([wrapped(name, 36), state, wrapped(value, 32), wrapped(remedy, 48)]);
  return table.toString();
}

/** Lines of at most `width` characters, broken between words. */
const wrapped = (text: string, width: number): string =>
  text.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n').trimEnd();
