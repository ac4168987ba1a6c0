import { bookRows, booksHeader } from '../../backtest/books.ts';
import { leadLag } from '../../backtest/lead-lag.ts';
import { settleTapes } from '../../backtest/settle.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';
import { plainTable } from './table.ts';
import { resolveTapes } from './tapes.ts';

/** Tells of unreadable lines: the first few as they are met, the rest as a number. */
function tally(voice: Voice) {
  const SHOWN = 5;
  let count = 0;
  return {
    wrong: (problem: string): void => {
      if (++count <= SHOWN) voice.note(`left out: ${problem}`);
    },
    end: (): void => {
      if (count > SHOWN) voice.note(`left out: ${count - SHOWN} more lines`);
    },
  };
}

/** False when an outcome of ours and the venue's disagree: a failed check. */
export async function settleVerb(tape: string, home: Home, voice: Voice): Promise<boolean> {
  const { wrong, end } = tally(voice);
  const result = await settleTapes(await resolveTapes(tape, home, voice), wrong);
  end();
  voice.result(result);
  const table = plainTable(['Window', 'Strike', 'Close', 'Outcome', 'Official']);
  for (const { slug, strike, close, outcome, official } of result.windows)
    table.push([slug, strike ?? '-', close ?? '-', outcome, official ?? '-']);
  voice.say(table.toString());
  voice.say(`${result.agree} agree, ${result.disagree} disagree, ${result.unknown} unknown`);
  return result.disagree === 0;
}

export async function leadLagVerb(tape: string, home: Home, voice: Voice): Promise<void> {
  const { wrong, end } = tally(voice);
  const pairs = await leadLag(await resolveTapes(tape, home, voice), wrong);
  end();
  voice.result({ pairs });
  const table = plainTable(
    ['Leader', 'Follower', 'Lag', 'Correlation', 'Follower minus leader'],
    ['left', 'left', 'right', 'right', 'right'],
  );
  for (const { leader, follower, lagMs, correlation, basisUsd } of pairs)
    table.push([leader, follower, `${lagMs} ms`, correlation.toFixed(3), `${basisUsd.toFixed(2)} USD`]);
  voice.say(pairs.length === 0 ? 'No two price feeds of one asset overlap on this tape.' : table.toString());
}

/** CSV, or with --json `{columns, rows}`. */
export async function booksVerb(tape: string, levels: number, home: Home, voice: Voice): Promise<void> {
  const { wrong, end } = tally(voice);
  const paths = await resolveTapes(tape, home, voice);
  const kept: string[] = [];
  voice.say(booksHeader(levels));
  for (const path of paths)
    for await (const rows of bookRows(path, levels, wrong)) {
      if (voice.json) kept.push(...rows);
      else if (rows.length > 0 && !process.stdout.write(`${rows.join('\n')}\n`))
        await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  end();
  voice.result({ columns: booksHeader(levels).split(','), rows: kept.map((row) => row.split(',')) });
}
