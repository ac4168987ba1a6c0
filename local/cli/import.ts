import { type ImportRequest, importRecording } from '../../backtest/import/import.ts';
import type { Voice } from './output.ts';
import { showProgress } from './progress.ts';

export async function importVerb(request: Omit<ImportRequest, 'onProgress'>, voice: Voice): Promise<void> {
  const progress = showProgress(`Importing ${request.path}`);
  const summary = await importRecording({ ...request, onProgress: progress.update }).finally(progress.stop);
  for (const warning of summary.warnings) voice.note(`warning: ${warning}`);
  voice.result(summary);
  voice.say(`${summary.tape}: ${summary.events} events, ${summary.windows} windows`);
}
