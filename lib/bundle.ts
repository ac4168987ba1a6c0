import { join, resolve } from 'node:path';
import { AssetHashType, BundlingOutput, DockerImage } from 'aws-cdk-lib';
import type { AssetOptions } from 'aws-cdk-lib/aws-s3-assets';
import { type BuildOptions, buildSync } from 'esbuild';

/** Where the repository is. */
export const ROOT = resolve(import.meta.dirname, '..');

/** How every program of the cloud becomes one file. Some packages ask for `require`, which ESM does not have. */
export const BUNDLE: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  mainFields: ['module', 'main'],
  banner: { js: "import{createRequire}from'module';const require=createRequire(import.meta.url);" },
  logLevel: 'error',
};

/** An asset that is `entry` bundled into the one file `name`. No Docker: the image is never asked for. */
export const bundled = (entry: string, name: string): AssetOptions => ({
  assetHashType: AssetHashType.OUTPUT,
  bundling: {
    image: DockerImage.fromRegistry('none'),
    outputType: name === 'index.mjs' ? BundlingOutput.NOT_ARCHIVED : BundlingOutput.SINGLE_FILE,
    local: {
      tryBundle(outputDir) {
        buildSync({ ...BUNDLE, entryPoints: [entry], outfile: join(outputDir, name) });
        return true;
      },
    },
  },
});
