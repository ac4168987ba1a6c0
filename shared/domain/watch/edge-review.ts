import { perShare } from '../evidence/performance.ts';
import type { WatchedTrade } from './closed-trade.ts';

/** Seven days of trading. */
export interface Week {
  readonly trades: readonly Pick<
    WatchedTrade,
    'won' | 'shares' | 'ev' | 'pnl' | 'paidAboveAsk' | 'expectedAboveAsk' | 'feeAtHalf'
  >[];
  /** How often a breaker halted. */
  readonly breakers: number;
}

/** A rule of the plan, whether it tripped, and what was found. `exit` ends trading; `no-go` says that it should not begin. */
export interface Finding {
  readonly id: string;
  readonly kind: 'exit' | 'no-go';
  readonly tripped: boolean;
  readonly why: string;
}

/** Fewer trades than this say nothing: a single loss is no win rate of nought. */
const ENOUGH_TRADES = 5;

interface Judgement {
  readonly tripped: boolean;
  readonly why: string;
}
type Rule = (weeks: readonly Week[]) => Judgement;

/** Every rule that figures can decide, on the weeks of a month, oldest first. */
export const reviewEdge = (weeks: readonly Week[]): Finding[] =>
  RULES.map(([kind, id, judge]) => ({ id, kind, ...judge(weeks) }));

const RULES: readonly (readonly [Finding['kind'], string, Rule])[] = [
  ['exit', 'win-rate-2-weeks', winRateBelow(0.52, 2)],
  ['exit', 'average-ev-month', realisedBelow(0.05)],
  ['exit', 'breakers-week', breakersAbove(3)],
  ['exit', 'fees-raised', feesRaised],
  ['no-go', 'win-rate-3-weeks', winRateBelow(0.55, 3)],
  ['no-go', 'average-ev-month-no-go', realisedBelow(0.03)],
  ['no-go', 'slippage-2-weeks', slippageAbove(1.5, 2)],
];

/** Each of the last `count` weeks by itself, where each has trades enough. */
function eachOf(
  count: number,
  figure: (week: Week) => number,
  text: (figure: number) => string,
  breaks: (figure: number) => boolean,
): Rule {
  return (weeks) => {
    const last = weeks.slice(-count);
    const few = last.filter(({ trades }) => trades.length < ENOUGH_TRADES).length;
    if (last.length < count || few > 0)
      return { tripped: false, why: `not every one of ${count} weeks has ${ENOUGH_TRADES} trades` };
    const figures = last.map(figure);
    return { tripped: figures.every(breaks), why: figures.map(text).join(', then ') };
  };
}

function winRateBelow(limit: number, count: number): Rule {
  const rate = ({ trades }: Week) => trades.filter(({ won }) => won).length / trades.length;
  return eachOf(
    count,
    rate,
    (figure) => `won ${percent(figure)} (limit ${percent(limit)})`,
    (figure) => figure < limit,
  );
}

/** What was earned, not what was predicted: the gate lets no prediction below 0.15 through. Dollars a share, after fees. */
function realisedBelow(limit: number): Rule {
  return (weeks) => {
    const trades = weeks.flatMap((week) => week.trades);
    const found = perShare(trades);
    if (found === undefined || trades.length < ENOUGH_TRADES)
      return { tripped: false, why: `fewer than ${ENOUGH_TRADES} trades` };
    const { evAtEntry, realisedPerShare } = found;
    return {
      tripped: realisedPerShare < limit,
      why: `realised ${cents(realisedPerShare)} a share, predicted ${cents(evAtEntry)} (limit ${cents(limit)})`,
    };
  };
}

function breakersAbove(limit: number): Rule {
  return (weeks) => {
    const count = weeks.at(-1)?.breakers ?? 0;
    return { tripped: count > limit, why: `${count} breakers tripped in the last week (limit ${limit})` };
  };
}

/** The dearest rules that a trade of the last week stood under, beside those of the weeks before. */
function feesRaised(weeks: readonly Week[]): Judgement {
  const fees = (those: readonly Week[]) =>
    those.flatMap(({ trades }) => trades.map(({ feeAtHalf }) => feeAtHalf));
  const [before, last] = [fees(weeks.slice(0, -1)), fees(weeks.slice(-1))];
  if (before.length === 0 || last.length === 0)
    return { tripped: false, why: 'no trades in the last week, or none before' };
  const [was, is] = [Math.max(...before), Math.max(...last)];
  return { tripped: is > was, why: `a share at 50 cents pays a fee of ${cents(is)}, before ${cents(was)}` };
}

/** Paid above the quote, beside what was reckoned with. Nothing expected and something paid is beyond any limit. */
function slippageAbove(limit: number, count: number): Rule {
  const ratio = ({ trades }: Week) => {
    const paid = sum(trades.map(({ paidAboveAsk }) => paidAboveAsk));
    return paid <= 0 ? 0 : paid / sum(trades.map(({ expectedAboveAsk }) => expectedAboveAsk));
  };
  return eachOf(
    count,
    ratio,
    (figure) => `slippage ${figure.toFixed(2)} times the modelled one (limit ${limit})`,
    (figure) => figure > limit,
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const cents = (dollars: number): string => `${(100 * dollars).toFixed(2)} cents`;
const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
