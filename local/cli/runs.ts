import type { readResult } from '../result.ts';
import { openStore } from '../store/embedded.ts';
import { isHeld } from '../store/engine.ts';
import type { RunFolder } from './home.ts';

/** Forgets the run, damaged or not, unless another process is at it. */
export async function startOver(run: RunFolder): Promise<void> {
  const store = await openStore(run.store).catch((error: unknown) => {
    if (isHeld(error)) throw error;
  });
  await store?.close();
  await run.remove();
}

/** Keeps what a run came to, and its report. */
export async function keep(run: RunFolder, result: Awaited<ReturnType<typeof readResult>>): Promise<void> {
  const { renderReport } = await import('../report/html.ts');
  await run.write(run.result, JSON.stringify(result));
  await run.write(run.report, await renderReport(result));
  await run.finish();
}
