import { createHash } from 'node:crypto';
import { parquetTicks } from '../../shared/adapters/parquet/ticks.ts';
import { parseConfiguration, parseSettings } from '../../shared/contracts/config.ts';
import { recordsOf } from '../host.ts';
import { replay } from '../replay.ts';
import { readResult } from '../result.ts';
import { openStore } from '../store/embedded.ts';
import { digestOf, openTapes } from '../tape-source.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';
import { showProgress } from './progress.ts';
import { keep, startOver } from './runs.ts';
import { summaryOf } from './summary.ts';
import { resolveTapes } from './tapes.ts';

export interface ReplayOptions {
  readonly tape: string;
  readonly strategy?: string;
  readonly set: readonly string[];
  readonly fresh: boolean;
  readonly ticks: boolean;
}

/** A run is its tape and its settings: the same again goes on with what is there. */
const runId = (tape: string, configuration: object): string =>
  createHash('sha256')
    .update(`${tape}\n${JSON.stringify(configuration)}`)
    .digest('hex')
    .slice(0, 12);

export async function replayVerb(options: ReplayOptions, home: Home, voice: Voice): Promise<void> {
  const settings = parseSettings(options.set);
  if (options.strategy !== undefined) settings.strategy = options.strategy;
  const configuration = parseConfiguration(settings);
  const paths = await resolveTapes(options.tape, home, voice);
  const source = await openTapes(paths);
  const run = home.run(runId(await digestOf(source.paths), configuration));
  if (options.fresh) await startOver(run);
  const whole = await run.isFinished();
  const store = await openStore(run.store);
  const progress = showProgress(`Replaying ${source.header.title}`);
  try {
    const records = recordsOf(store);
    const before = (await records.ledger.head())?.seq ?? 0;
    const startedAt = performance.now();
    const replayed = await replay({
      source,
      store,
      configuration,
      ticks: options.ticks ? parquetTicks(run.ticks, { maxRows: Number.MAX_SAFE_INTEGER }) : undefined,
      onBytes: (read) => progress.update(read / source.bytes),
    });
    const elapsedMs = performance.now() - startedAt;
    progress.stop();
    const { strategy } = configuration;
    const result = await readResult(records, {
      id: run.id,
      strategy,
      source,
      path: options.tape,
      replayed,
      elapsedMs,
    });
    await keep(run, result);
    if (whole)
      voice.note('This run was there already, whole: nothing was done twice. Start over with --fresh.');
    else if (before > 0) voice.note(`This run was cut short before; it went on from ledger entry ${before}.`);
    if (result.windows.length === 0)
      voice.note('No window is announced on this tape, so that there was nothing to decide.');
    voice.result(result);
    voice.say(summaryOf(result));
    voice.say(`Report: ${run.report}`);
    if (options.ticks) voice.say(`Ticks: ${run.ticks}`);
  } finally {
    progress.stop();
    await store.close();
  }
}
