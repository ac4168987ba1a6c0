import { type Series, seriesId } from '../../shared/domain/market/series.ts';
import { LINES } from './lines.ts';
import { loadOf, PHASES, type Phase } from './load.ts';
import { PRICES } from './prices.ts';

type Costs = Readonly<Record<Phase, number>>;

/** What a month costs, line by line, in USD. */
export interface Estimate {
  readonly asOf: string;
  readonly region: string;
  readonly series: readonly string[];
  readonly lines: readonly ({ readonly name: string } & Costs)[];
  readonly total: Costs;
}

const eachPhase = (cost: (phase: Phase) => number): Costs =>
  Object.fromEntries(PHASES.map((phase) => [phase, cost(phase)])) as Costs;

/** The bill of a month for these series, in each phase. The first month's: what is kept is paid for again. */
export function estimate(series: readonly Series[]): Estimate {
  const loads = Object.fromEntries(PHASES.map((phase) => [phase, loadOf(phase, series)])) as Record<
    Phase,
    ReturnType<typeof loadOf>
  >;
  const lines = LINES.map(([name, cost]) => ({ name, ...eachPhase((phase) => cost(loads[phase])) }));
  return {
    asOf: PRICES.asOf,
    region: PRICES.region,
    series: series.map(seriesId),
    lines,
    total: eachPhase((phase) => lines.reduce((sum, line) => sum + line[phase], 0)),
  };
}
