import { stat } from 'node:fs/promises';
import { bookRows, booksHeader } from '../../backtest/books.ts';
import type { TapeSink } from '../../backtest/events.ts';
import { leadLag } from '../../backtest/lead-lag.ts';
import { settleTapes } from '../../backtest/settle.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';
import { NO_PROGRESS, showProgress } from './progress.ts';
import { plainTable } from './table.ts';
import { resolveTapes } from './tapes.ts';

/** Of what could not be read, this much is told; the rest is a number. */
const SHOWN = 5;

interface Asked {
  readonly tape: string;
  readonly home: Home;
  readonly voice: Voice;
  /** Whether the result goes to standard output as it comes: on a terminal that is progress enough. */
  readonly streams?: boolean;
}

/** What `analyse` finds on the tapes that were asked for, behind a bar; lines that could not be read are told after it. */
async function found<T>(
  { tape, home, voice, streams = false }: Asked,
  analyse: (paths: readonly string[], sink: TapeSink) => Promise<T>,
): Promise<T> {
  const paths = await resolveTapes(tape, home, voice);
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const shown = streams && process.stdout.isTTY === true;
  const progress = shown ? NO_PROGRESS : showProgress(`Reading ${tape}`);
  const problems: string[] = [];
  let [read, wrong] = [0, 0];
  const sink: TapeSink = {
    wrong: (problem) => {
      if (++wrong <= SHOWN) problems.push(problem);
    },
    onBytes: (more) => {
      read += more;
      progress.update(read / bytes);
    },
  };
  const result = await analyse(paths, sink).finally(progress.stop);
  for (const problem of problems) voice.note(`left out: ${problem}`);
  if (wrong > SHOWN) voice.note(`left out: ${wrong - SHOWN} more lines`);
  return result;
}

/** False when an outcome of ours and the venue's disagree: a failed check. */
export async function settleVerb(tape: string, home: Home, voice: Voice): Promise<boolean> {
  const result = await found({ tape, home, voice }, settleTapes);
  voice.result(result);
  const table = plainTable(['Window', 'Strike', 'Close', 'Outcome', 'Official']);
  for (const { slug, strike, close, outcome, official } of result.windows)
    table.push([slug, strike ?? '-', close ?? '-', outcome, official ?? '-']);
  voice.say(table.length === 0 ? 'No window is announced on this tape.' : table.toString());
  voice.say(`${result.agree} agree, ${result.disagree} disagree, ${result.unknown} unknown`);
  return result.disagree === 0;
}

export async function leadLagVerb(tape: string, home: Home, voice: Voice): Promise<void> {
  const pairs = await found({ tape, home, voice }, leadLag);
  voice.result({ pairs });
  const table = plainTable(
    ['Leader', 'Follower', 'Lag', 'Correlation', 'Follower minus leader'],
    ['left', 'left', 'right', 'right', 'right'],
  );
  for (const { leader, follower, lagMs, correlation, significant, basisUsd } of pairs) {
    const lag = significant ? `${lagMs} ms` : 'no lag found';
    table.push([leader, follower, lag, correlation.toFixed(3), `${basisUsd.toFixed(2)} USD`]);
  }
  voice.say(pairs.length === 0 ? 'No two price feeds of one asset overlap on this tape.' : table.toString());
  if (pairs.some(({ significant }) => !significant))
    voice.say(
      'No lag found: the best correlation of all lags is no higher than chance gives, at a level of 1 %.',
    );
}

/** CSV, or with --json `{columns, rows}`. */
export async function booksVerb(tape: string, levels: number, home: Home, voice: Voice): Promise<void> {
  const kept: string[] = [];
  await found({ tape, home, voice, streams: !voice.json }, async (paths, sink) => {
    voice.say(booksHeader(levels));
    for (const path of paths)
      for await (const rows of bookRows(path, levels, sink)) {
        if (voice.json) kept.push(...rows);
        else if (rows.length > 0 && !process.stdout.write(`${rows.join('\n')}\n`))
          await new Promise((resolve) => process.stdout.once('drain', resolve));
      }
  });
  voice.result({ columns: booksHeader(levels).split(','), rows: kept.map((row) => row.split(',')) });
}
