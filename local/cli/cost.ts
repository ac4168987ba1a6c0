import type { Series } from '../../shared/domain/market/series.ts';
import { type Estimate, estimate } from '../cost/estimate.ts';
import { PHASES } from '../cost/load.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';
import { plainTable } from './table.ts';

export interface CostOptions {
  readonly series: readonly Series[];
  /** As the README shows it. */
  readonly markdown: boolean;
}

type Costs = Estimate['total'];

/** What a month of this deployment costs in AWS. */
export async function costVerb({ series, markdown }: CostOptions, _home: Home, voice: Voice): Promise<void> {
  const told = estimate(series);
  voice.result({
    ...told,
    lines: told.lines.map(({ name, ...costs }) => ({ name, ...inText(costs) })),
    total: inText(told.total),
  });
  voice.say(markdown ? markdownTable(told) : wordsOf(told));
}

const dollars = (cost: number): string => cost.toFixed(2);
const inText = (costs: Costs): Record<string, string> =>
  Object.fromEntries(PHASES.map((phase) => [phase, dollars(costs[phase])]));
const HEAD = ['USD a month', ...PHASES];
const rowsOf = ({ lines, total }: Estimate): string[][] =>
  [...lines, { name: 'Together', ...total }].map(({ name, ...costs }) => [
    name,
    ...PHASES.map((phase) => dollars(costs[phase])),
  ]);

function wordsOf(told: Estimate): string {
  const table = plainTable(HEAD, ['left', 'right', 'right', 'right']);
  table.push(...rowsOf(told));
  return [
    table.toString(),
    `For ${told.series.join(', ')}, at the list prices of ${told.region} of ${told.asOf}, without tax.`,
    'idle: deployed, with the collector and the schedules stopped. Kept files add up month after month.',
  ].join('\n');
}

function markdownTable(told: Estimate): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(HEAD), '|---|---:|---:|---:|', ...rowsOf(told).map(row)].join('\n');
}
