import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { BUNDLE, ROOT } from '../lib/bundle.ts';
import { atMost, type BenchResult, type Check, median } from './result.ts';

const MOST_KB = 1_000;
const MOST_LOAD_MS = 200;
const ROUNDS = 5;
/** Native, or too large for a function that has to start at once. */
const UNWANTED =
  /[.]node$|node_modules\/(ccxt|dynalite|classic-level|@duckdb|@aws-sdk\/client-cloudformation)\//;

interface Bundle {
  readonly name: string;
  readonly kb: number;
  /** Undefined for the collector, which starts as soon as it is loaded. */
  readonly loadMs: number | undefined;
  readonly unwanted: readonly string[];
}

/**
 * Every function and the collector as they are deployed: the size of the one file, and how long a fresh process of Node
 * takes to load it, the median of five.
 */
export async function benchBundles(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-bundles-'));
  const functions = readdirSync(join(ROOT, 'lambdas')).filter((name) =>
    existsSync(join(ROOT, 'lambdas', name, 'index.ts')),
  );
  const bundles: Bundle[] = [];
  for (const name of functions) bundles.push(await measure(name, `lambdas/${name}/index.ts`, folder, ROUNDS));
  bundles.push(await measure('collector', 'fargate/collector/main.ts', folder, 0));
  rmSync(folder, { recursive: true });
  for (const { name, kb, loadMs } of bundles)
    process.stderr.write(
      `${name.padEnd(18)}${String(Math.round(kb)).padStart(5)} kB${loadMs === undefined ? '' : `${Math.round(loadMs)} ms`.padStart(8)}\n`,
    );
  return {
    name: 'bundles',
    unit: 'kB of the largest function',
    ours: Math.round(Math.max(...bundles.filter(({ loadMs }) => loadMs !== undefined).map(({ kb }) => kb))),
    checks: bundles.flatMap(checksOf),
    detail: bundles,
  };
}

async function measure(name: string, entry: string, folder: string, rounds: number): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...BUNDLE,
    entryPoints: [entry],
    outfile: 'index.mjs',
    write: false,
    metafile: true,
  });
  const [file] = outputFiles;
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, file?.contents as Uint8Array);
  const unwanted = Object.keys(metafile.inputs).filter((input) => UNWANTED.test(input));
  const loads: number[] = [];
  while (loads.length < rounds) loads.push(await loadMs(path));
  return {
    name,
    kb: (file?.contents.length ?? 0) / 1_000,
    loadMs: rounds === 0 ? undefined : median(loads),
    unwanted,
  };
}

/** What a function may read; none of it is asked before an event comes. */
const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  TABLE_LEDGER: 'ledger',
  TABLE_WINDOWS: 'windows',
  TABLE_HOT: 'hot',
  TABLE_EVENTS: 'events',
  STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:trade',
  TOPIC_CRITICAL: 'arn:aws:sns:us-east-1:000000000000:critical',
  TOPIC_HIGH: 'arn:aws:sns:us-east-1:000000000000:high',
  TOPIC_WARNING: 'arn:aws:sns:us-east-1:000000000000:warning',
  BUCKET: 'bucket',
  SERIES: '["btc-15m"]',
};

async function loadMs(path: string): Promise<number> {
  const program =
    'const t=performance.now();await import(process.argv[1]);console.log(performance.now()-t);process.exit()';
  const words = ['--input-type=module', '-e', program, path];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: { PATH: process.env.PATH, ...ENVIRONMENT },
  });
  return Number(stdout);
}

function checksOf({ name, kb, loadMs, unwanted }: Bundle): Check[] {
  const bare = atMost(`unwanted files in ${name}`, unwanted.length, 0);
  if (loadMs === undefined) return [bare];
  return [bare, atMost(`kB of ${name}`, kb, MOST_KB), atMost(`ms to load ${name}`, loadMs, MOST_LOAD_MS)];
}
