import type { ReplayRecord } from '../../shared/charts/records.ts';
import type { readResult } from '../result.ts';
import { openStore } from '../store/embedded.ts';
import { isHeld } from '../store/engine.ts';
import type { RunFolder } from './home.ts';
import { showProgress } from './progress.ts';

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
  await run.write(run.result, JSON.stringify(result));
  await writeReport(run, run.report, result);
  await run.finish();
}

/** Renders the report of a run, behind a bar, and writes it to `path`. */
export async function writeReport(run: RunFolder, path: string, result: ReplayRecord): Promise<void> {
  const { renderReport } = await import('../report/html.ts');
  const progress = showProgress('Rendering the report');
  await run.write(path, await renderReport(result, progress.update).finally(progress.stop));
}
