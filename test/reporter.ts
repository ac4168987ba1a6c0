import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Ends a run with one plain line, such as `tests: 120 passed, 0 failed, 2 skipped`. What broke outside of a test, such as
 * a file that does not load, counts as a failed one. The line waits for the exit, so that it is the last one.
 */
export class CountReporter implements Reporter {
  #line: string | undefined;

  onInit(): void {
    process.once('exit', () => {
      if (this.#line !== undefined) console.info(this.#line);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    let failed = unhandled.length;
    let passed = 0;
    let skipped = 0;
    for (const module of modules) {
      if (module.errors().length > 0) failed++;
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'failed') failed++;
        else skipped++;
      }
    }
    this.#line = `tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
  }
}
