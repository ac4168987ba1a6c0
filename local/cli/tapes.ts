import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { detectFormat } from '../../backtest/import/detect.ts';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { tapePaths } from '../../shared/adapters/tape/read.ts';
import { writeTape } from '../../shared/adapters/tape/write.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import { DAY_MS } from '../../shared/domain/units/time.ts';
import { SIMULATOR_VERSION, syntheticDay, syntheticHeader } from '../../sim/day.ts';
import { EVENTFUL } from '../../sim/eventful.ts';
import type { Profile } from '../../sim/profile.ts';
import { REALISTIC } from '../../sim/realistic.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';
import { showProgress } from './progress.ts';

/** The days that `--tape` knows by name. */
const BUNDLED: ReadonlyMap<string, Profile> = new Map([
  ['synthetic', REALISTIC],
  ['synthetic-eventful', EVENTFUL],
]);

/**
 * The tapes that `--tape PATH` names: a file, the tapes of a folder, or a bundled synthetic day, which is made on
 * first use. A recording that is no tape is refused with the command that makes one of it.
 */
export async function resolveTapes(path: string, home: Home, voice: Voice): Promise<string[]> {
  const profile = BUNDLED.get(path);
  if (profile !== undefined) return [await syntheticTape(path, profile, { home, voice })];
  try {
    const paths = await tapePaths(path);
    const [first] = paths;
    if (paths.length > 1 || first === undefined || /\.tape(\.gz)?$/.test(first)) return paths;
    const format = await detectFormat(first);
    return format === undefined ? paths : refuse(path, format);
  } catch (error) {
    if (!(error instanceof TapeError)) throw error;
    const format = await detectFormat(path).catch(() => undefined);
    return format === undefined ? Promise.reject(error) : refuse(path, format);
  }
}

function refuse(path: string, format: string): never {
  throw new TapeError(
    path,
    undefined,
    `is a recording and no tape yet; make one with \`npx quarterhour import --from ${format} ${path} -o ${basename(path).replace(/\..*$/, '')}.tape.gz\``,
  );
}

async function syntheticTape(
  name: string,
  profile: Profile,
  { home, voice }: { home: Home; voice: Voice },
): Promise<string> {
  const path = home.tape(`${name}-${profile.seed}-v${SIMULATOR_VERSION}.tape.gz`);
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) return path;
  voice.note(`Making the ${profile.title}, once: a seeded program writes it ...`);
  const progress = showProgress('Making the SYNTHETIC day');
  try {
    await writeTape(path, syntheticHeader(profile.seed, profile), counted(profile, progress.update));
  } finally {
    progress.stop();
  }
  return path;
}

function* counted(profile: Profile, update: (fraction: number) => void): Generator<TapeLine> {
  let from: number | undefined;
  let count = 0;
  for (const line of syntheticDay({ seed: profile.seed, profile })) {
    from ??= line.receivedAt;
    if (++count % 10_000 === 0) update(Math.min(1, (line.receivedAt - from) / DAY_MS));
    yield line;
  }
}
