import { connectSocket } from '../doctor/connect.ts';
import { examine } from '../doctor/examine.ts';
import { openWorld } from '../live/world.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';
import { showProgress } from './progress.ts';
import { plainTable } from './table.ts';

export interface DoctorOptions {
  /** A simulated venue in place of the real ones. */
  readonly venue?: string;
  /** `KEY=URL`: other hosts than the usual ones. */
  readonly host: readonly string[];
}

/** Whether this machine can watch and trade from here: false when something is bad. */
export async function doctorVerb(options: DoctorOptions, home: Home, voice: Voice): Promise<boolean> {
  // Without the environment, whose credentials are one of the checks.
  const { hosts, clock, venue } = await openWorld(options, {});
  const progress = showProgress('Asking every host');
  try {
    const checks = await examine({
      hosts,
      clock,
      fetch: globalThis.fetch,
      connect: connectSocket,
      env: process.env,
      simulated: venue !== undefined,
      nodeVersion: process.versions.node,
      folder: home.folder,
      onProgress: progress.update,
    });
    progress.stop();
    const ok = checks.every(({ state }) => state !== 'bad');
    voice.result({ ok, checks });
    const table = plainTable(['Check', 'State', 'Figure', 'What to do']);
    for (const { name, state, value, remedy } of checks)
      table.push([wrapped(name, 36), state, wrapped(value, 32), wrapped(remedy, 48)]);
    voice.say(table.toString());
    voice.say(ok ? 'Good to go, at least on paper.' : 'Not good: repair what is bad first.');
    return ok;
  } finally {
    progress.stop();
  }
}

/** Lines of at most `width` characters, broken between words. */
const wrapped = (text: string, width: number): string =>
  text.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n').trimEnd();
