import { type BenchResult, machine } from './result.ts';

/**
 * Runs a bench and prints its figures as JSON; ends with 1 when one does not hold.
 *
 *     npm run bench -- feeds
 */
const BENCHES: Readonly<Record<string, () => Promise<(words: readonly string[]) => Promise<BenchResult>>>> = {
  replay: async () => (await import('./replay.ts')).benchReplay,
  feeds: async () => (await import('./feeds.ts')).benchFeeds,
  load: async () => (await import('./load.ts')).benchLoad,
  bundles: async () => (await import('./bundles.ts')).benchBundles,
  volatility: async () => (await import('./volatility.ts')).benchVolatility,
  freshness: async () => (await import('./freshness.ts')).benchFreshness,
};

const [name = '', ...words] = process.argv.slice(2).filter((word) => word !== '--json');
const found = BENCHES[name];
if (found === undefined) {
  process.stderr.write(`name a bench: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const result = await (await found())(words);
  process.stdout.write(`${JSON.stringify({ ...result, machine: machine() }, null, 2)}\n`);
  process.exitCode = result.checks?.every(({ holds }) => holds) === false ? 1 : 0;
}
