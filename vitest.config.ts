import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.recordings.test.ts', 'test/crash/**'],
    testTimeout: 30_000,
  },
});
