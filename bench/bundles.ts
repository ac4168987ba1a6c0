import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { FUNCTION, PROGRAM, ROOT } from '../lib/bundle.ts';
import { atMost, type BenchResult, type Check, median } from './result.ts';

const MOST_KB = 1_000;
/** With four exchanges of ccxt, and not the hundred others. */
const MOST_COLLECTOR_KB = 2_500;
const MOST_LOAD_MS = 200;
const ROUNDS = 5;
/** Native, or of no use in AWS. */
const UNWANTED = /[.]node$|node_modules\/(dynalite|classic-level|@duckdb|@aws-sdk\/client-cloudformation)\//;
/** Too large for a function that has to start at once. */
const TOO_LARGE = /node_modules\/ccxt\//;

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
  for (const name of functions) {
    const path = join(folder, `${name}.js`);
    const bundle = await bundled(name, {
      ...FUNCTION,
      entryPoints: [`lambdas/${name}/index.ts`],
      outfile: path,
    });
    bundles.push({ ...bundle, loadMs: await medianLoadMs(path) });
  }
  const collector = { ...PROGRAM, entryPoints: ['fargate/collector/main.ts'], outfile: 'collector.mjs' };
  bundles.push(await bundled('collector', { ...collector, write: false }));
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

async function bundled(name: string, options: BuildOptions): Promise<Bundle> {
  const { metafile } = await build({ ...options, metafile: true });
  return {
    name,
    kb: Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0) / 1_000,
    loadMs: undefined,
    unwanted: Object.keys(metafile.inputs).filter(
      (input) => UNWANTED.test(input) || (name !== 'collector' && TOO_LARGE.test(input)),
    ),
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

/** A fresh process each time, which says so when there is no handler in it. */
async function medianLoadMs(path: string): Promise<number> {
  const program =
    "const t=performance.now();const{handler}=require(process.argv[1]);const ms=performance.now()-t;if(typeof handler!=='function')throw new TypeError('no handler');console.log(ms);process.exit()";
  const env = { PATH: process.env.PATH, ...ENVIRONMENT };
  const loads: number[] = [];
  while (loads.length < ROUNDS) {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program, path], { env });
    loads.push(Number(stdout));
  }
  return median(loads);
}

function checksOf({ name, kb, loadMs, unwanted }: Bundle): Check[] {
  const bare = atMost(`unwanted files in ${name}`, unwanted.length, 0);
  if (loadMs === undefined) return [bare, atMost(`kB of ${name}`, kb, MOST_COLLECTOR_KB)];
  return [bare, atMost(`kB of ${name}`, kb, MOST_KB), atMost(`ms to load ${name}`, loadMs, MOST_LOAD_MS)];
}
