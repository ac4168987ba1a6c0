import { readdirSync } from 'node:fs';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { FUNCTION } from '../../lib/bundle.ts';

const functions = readdirSync('lambdas', { withFileTypes: true }).filter((each) => each.isDirectory());
/** What the collector and the laptop need. */
const ELSEWHERE = ['ccxt', 'ws', 'dynalite', '@duckdb/node-api', '@aws-sdk/client-timestream-write'];
/** A million bytes, the bound of every function. */
const MOST_BYTES = 1_000_000;

test.each(functions.map(({ name }) => name))(
  '%s becomes one small file, without a warning and without what only the collector needs',
  async (name) => {
    const { metafile, outputFiles, warnings } = await build({
      ...FUNCTION,
      entryPoints: [`lambdas/${name}/index.ts`],
      outfile: 'index.js',
      metafile: true,
      write: false,
    });
    const packages = new Set(Object.keys(metafile.inputs).map(packageOf));
    expect(warnings).toEqual([]);
    expect(outputFiles.map(({ contents }) => contents.length < MOST_BYTES)).toEqual([true]);
    expect(packages).toContain('@middy/core');
    expect(ELSEWHERE.filter((each) => packages.has(each))).toEqual([]);
  },
);

const packageOf = (input: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? 'ours';
