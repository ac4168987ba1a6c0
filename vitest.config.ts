import { existsSync } from 'node:fs';
import { type ViteUserConfig as Config, defineConfig } from 'vitest/config';
import { CountReporter } from './test/reporter.ts';

const RECORDINGS = '../shared/data';
const recordingTests = 'test/**/*.recordings.test.ts';
const crashTests = 'test/crash/**/*.test.ts';
const liveTests = 'test/live/**/*.test.ts';

/** What `vitest run --mode <suite>` runs; in any other mode, `test`. */
const SUITES: Readonly<Record<string, Config['test']>> = {
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [recordingTests, crashTests, liveTests],
    testTimeout: 30_000,
  },
  recordings: { include: [recordingTests], testTimeout: 120_000, passWithNoTests: true },
  crash: { include: [crashTests], testTimeout: 300_000, passWithNoTests: true },
  // Minutes of wall time over real sockets, one file after the other: they measure times.
  live: { include: [liveTests], testTimeout: 400_000, fileParallelism: false, passWithNoTests: true },
};

export default defineConfig(({ mode }) => {
  if (mode === 'recordings' && !existsSync(RECORDINGS))
    console.info(`There are no recordings at ${RECORDINGS}: their tests skip themselves.`);
  return {
    test: {
      ...(SUITES[mode] ?? SUITES.test),
      globalSetup: ['test/temporary-folder.ts'],
      reporters: ['default', new CountReporter()],
      coverage: {
        include: ['{bin,lib,lambdas,fargate,shared,local,backtest,sim}/**/*.ts'],
        // Entry points run in processes of their own, where nothing is counted.
        exclude: ['bin/**', 'fargate/*/main*.ts', '**/*.d.ts'],
        reporter: [['text', { skipFull: true }]],
        reportOnFailure: true,
        thresholds: {
          statements: 90,
          branches: 87,
          functions: 92,
          lines: 90,
          'shared/domain/**': { 100: true },
          'shared/contracts/**': { 100: true },
        },
      },
    },
  };
});
