import { join, resolve } from 'node:path';
import { AssetHashType, BundlingOutput, DockerImage } from 'aws-cdk-lib';
import type { AssetOptions } from 'aws-cdk-lib/aws-s3-assets';
import { type BuildOptions, buildSync } from 'esbuild';

/** Where the repository is. */
export const ROOT = resolve(import.meta.dirname, '..');

/** How every program of the cloud becomes one file. */
const ONE_FILE: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  logLevel: 'error',
};

/**
 * A function is CommonJS: a module that imports `node:http` also pays for all that hangs on its names, some 40 ms of every
 * cold start.
 *
 * @public Measured and tested by itself.
 */
export const FUNCTION: BuildOptions = { ...ONE_FILE, format: 'cjs' };

/** What ccxt loads for exchanges that we do not ask; in the place of undici it takes Node's own `fetch`. */
const UNUSED = [
  'undici',
  '../static_dependencies/dydx-v4-client/registry.js',
  '../static_dependencies/dydx-v4-client/cosmos/*',
  '../protobuf/*',
];

/** A program that waits at its top level. Some packages ask for `require`, which ESM does not have. */
export const PROGRAM: BuildOptions = {
  ...ONE_FILE,
  format: 'esm',
  external: UNUSED,
  banner: { js: "import{createRequire}from'module';const require=createRequire(import.meta.url);" },
};

/** The code of a function: `entry` bundled into `index.js`. */
export const bundledFunction = (entry: string): AssetOptions =>
  bundled(FUNCTION, entry, 'index.js', BundlingOutput.NOT_ARCHIVED);

/** `entry` bundled into the one file `name`, and uploaded as that file. */
export const bundledProgram = (entry: string, name: string): AssetOptions =>
  bundled(PROGRAM, entry, name, BundlingOutput.SINGLE_FILE);

/** No Docker: the image is never asked for. */
const bundled = (
  options: BuildOptions,
  entry: string,
  name: string,
  outputType: BundlingOutput,
): AssetOptions => ({
  assetHashType: AssetHashType.OUTPUT,
  bundling: {
    image: DockerImage.fromRegistry('none'),
    outputType,
    local: {
      tryBundle(outputDir) {
        buildSync({ ...options, entryPoints: [entry], outfile: join(outputDir, name) });
        return true;
      },
    },
  },
});
