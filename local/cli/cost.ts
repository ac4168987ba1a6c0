import { type Series, seriesId } from '../../shared/domain/market/series.ts';
import { type Estimate, estimate } from '../cost/estimate.ts';
import { type Load, PHASES } from '../cost/load.ts';
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
  // A series that is named twice is deployed once.
  const told = estimate([...new Map(series.map((each) => [seriesId(each), each])).values()]);
  voice.result({
    ...told,
    lines: told.lines.map(({ name, ...costs }) => ({ name, ...inText(costs) })),
    total: inText(told.total),
    load: Object.fromEntries(PHASES.map((phase) => [phase, rounded(told.load[phase])])),
  });
  voice.say(markdown ? markdownTable(told) : wordsOf(told));
}

const dollars = (cost: number): string => cost.toFixed(2);
const inText = (costs: Costs): Record<string, string> =>
  Object.fromEntries(PHASES.map((phase) => [phase, dollars(costs[phase])]));
/** To thousandths. */
const rounded = (load: Load): Record<string, number> =>
  Object.fromEntries(Object.entries(load).map(([what, amount]) => [what, Number(amount.toFixed(3))]));
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
    'idle: deployed, with the collector and the schedules stopped. paper: what `deploy` puts up.',
    'live: with a signing key as well; this version places no orders with money from AWS.',
    'Recorded files add up month after month: each is paid for again. What is assumed: docs/aws.md, or --json.',
  ].join('\n');
}

function markdownTable(told: Estimate): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(HEAD), '|---|---:|---:|---:|', ...rowsOf(told).map(row)].join('\n');
}
