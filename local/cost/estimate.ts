import { type Series, seriesId } from '../../shared/domain/market/series.ts';
import { LINES } from './lines.ts';
import { type Load, loadOf, PHASES, type Phase } from './load.ts';
import { PRICES } from './prices.ts';

type Costs = Readonly<Record<Phase, number>>;

/** What a month costs, line by line, in USD. */
export interface Estimate {
  readonly asOf: string;
  readonly region: string;
  readonly series: readonly string[];
  readonly lines: readonly ({ readonly name: string } & Costs)[];
  readonly total: Costs;
  /** How much of each service the lines are for. */
  readonly load: Readonly<Record<Phase, Load>>;
}

const eachPhase = (cost: (phase: Phase) => number): Costs =>
  Object.fromEntries(PHASES.map((phase) => [phase, cost(phase)])) as Costs;

/** Tax, files that add up over the months, and a real market that says more than was assumed. */
const MARGIN = 1.3;

/** Whole dollars a month that a deployment with these series does not spend unless something is wrong. */
export const budgetOf = (series: readonly Series[]): number =>
  Math.ceil(estimate(series).total.paper * MARGIN);

/** The bill of a month for these series, in each phase. The first month's: what is kept is paid for again. */
export function estimate(series: readonly Series[]): Estimate {
  const load = Object.fromEntries(PHASES.map((phase) => [phase, loadOf(phase, series)])) as Record<
    Phase,
    Load
  >;
  const lines = LINES.map(([name, cost]) => ({ name, ...eachPhase((phase) => cost(load[phase])) }));
  return {
    asOf: PRICES.asOf,
    region: PRICES.region,
    series: series.map(seriesId),
    lines,
    total: eachPhase((phase) => lines.reduce((sum, line) => sum + line[phase], 0)),
    load,
  };
}
