import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { showProgress } from '../../../local/cli/progress.ts';

/** Standard error, as a terminal or not, with all that was written to it. */
function stream(isTTY: boolean) {
  const through = Object.assign(new PassThrough(), { isTTY, columns: 120 });
  const written = () => String(through.read() ?? '');
  return { stderr: through as unknown as NodeJS.WriteStream, written };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('work of more than two seconds shows a bar on a terminal, from then on', () => {
  const { stderr, written } = stream(true);
  const progress = showProgress('Reading a tape', stderr);
  progress.update(0.1);
  vi.advanceTimersByTime(2_000);
  progress.update(0.4);
  expect(written()).toBe('');
  vi.advanceTimersByTime(1);
  progress.update(0.42);
  vi.advanceTimersByTime(1_000);
  progress.update(0.429);
  progress.stop();
  expect(written()).toMatch(/Reading a tape .*42 %/);
});

test('nothing is shown where standard error is no terminal, and nothing of quick work', () => {
  for (const [isTTY, ms] of [
    [false, 5_000],
    [true, 1_000],
  ] as const) {
    const { stderr, written } = stream(isTTY);
    const progress = showProgress('Reading a tape', stderr);
    vi.advanceTimersByTime(ms);
    progress.update(0.5);
    progress.stop();
    expect(written()).toBe('');
  }
});
