import { basename } from 'node:path';
import { TapeReader } from '../shared/adapters/tape/read.ts';
import { syntheticDay } from '../sim/day.ts';
import { readOptions } from './options.ts';
import { atMost, type BenchResult, type Check, rounded } from './result.ts';
import { LOOKS, type Observation, observer, spread, tenths } from './volatility/observe.ts';

const LEAST = 0.85;
const MOST = 1.15;
const WINDOWS_A_DAY = 96;

/**
 * Whether the volatility is calibrated: the standard deviation of (realised - predicted) / predicted over the windows of
 * seeded synthetic days, and of the tapes that are named, at minutes 3, 4 and 5; and whether probabilities of `fair-value`
 * come as often as they say, by tenths at minute 4.
 *
 *     npm run bench -- volatility --seeds 10 day.tape.gz
 */
export async function benchVolatility(words: readonly string[]): Promise<BenchResult> {
  const tapes = words.filter((word) => word.endsWith('.gz') || word.endsWith('.tape'));
  const { seeds, windows } = readOptions(
    words.filter((word) => !tapes.includes(word)),
    { seeds: 10, windows: WINDOWS_A_DAY },
  );
  const days: Record<string, ReturnType<typeof figures>> = {};
  const all: Observation[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const found = observer();
    for (const line of syntheticDay({ seed, windows })) found.take(line);
    const observations = found.observations();
    days[`SYNTHETIC seed ${seed}`] = figures(observations);
    all.push(...observations.map((each) => ({ ...each, window: `${seed} ${each.window}` })));
  }
  const recordings: Record<string, ReturnType<typeof figures>> = {};
  for (const tape of tapes) recordings[basename(tape)] = figures(await recorded(tape));
  // One day of windows says little: its standard deviation has an error of a tenth and more, since returns have fat tails.
  const judged = { 'SYNTHETIC days together': figures(all), ...recordings };
  const checks: Check[] = Object.entries(judged).map(([name, { deviation }]) => ({
    what: `deviation of (realised - predicted) / predicted, ${name}, ${LEAST} to ${MOST}`,
    figure: deviation,
    holds: deviation >= LEAST && deviation <= MOST,
  }));
  const reliability = tenths(all.filter((_, index) => index % LOOKS.length === 1));
  checks.push(
    atMost(
      'tenths of probability outside of their 95 % interval',
      reliability.filter(({ holds }) => !holds).length,
      1,
    ),
  );
  return {
    name: 'volatility',
    unit: 'standard deviation of (realised - predicted) / predicted',
    ours: figures(all).deviation,
    checks,
    detail: { days, recordings, reliability },
  };
}

function figures(observations: readonly Observation[]) {
  const { mean, deviation } = spread(observations);
  const windows = new Set(observations.map(({ window }) => window)).size;
  return { windows, mean: rounded(mean), deviation: rounded(deviation) };
}

async function recorded(path: string): Promise<readonly Observation[]> {
  const reader = await TapeReader.open(path);
  const found = observer();
  const ignore = (): void => {};
  for (let lines = await reader.next(ignore); lines !== undefined; lines = await reader.next(ignore))
    for (const line of lines) found.take(line);
  return found.observations();
}
