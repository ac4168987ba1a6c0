import { tooFewWindows } from '../evidence/performance.ts';
import type { MicroUsdc } from '../units/money.ts';
import { toIso } from '../units/time.ts';
import type { DailyFigures } from './daily-figures.ts';

const NONE = 'none';
const HEADING = 'Daily Trading Summary';
const CHART = '\u{1F4CA}';
const GOOD = '\u2705';
const BAD = '\u26A0\uFE0F';

/** To the nearest cent: '$10,127.50'. */
const dollars = (value: number): string =>
  `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const money = (value: MicroUsdc): string => dollars(value / 1e6);
/** With its sign, as the plan writes it: '$+127.50', '$-18.40'. */
const change = (value: MicroUsdc | null): string =>
  value === null ? NONE : `$${value < 0 ? '-' : '+'}${dollars(Math.abs(value / 1e6)).slice(1)}`;
/** Three decimals and its sign: '$+0.190'. */
const perShare = (dollarsAShare: number | null): string =>
  dollarsAShare === null ? NONE : `$${dollarsAShare < 0 ? '-' : '+'}${Math.abs(dollarsAShare).toFixed(3)}`;
const score = (brier: number | null): string => (brier === null ? NONE : brier.toFixed(3));
const percent = (part: number, whole: number, places: number): string =>
  whole === 0 ? NONE : `${((100 * part) / whole).toFixed(places)}%`;

const skillText = ({ forecasts, skill }: DailyFigures): string =>
  tooFewWindows(forecasts) ?? (skill === null ? NONE : percent(skill, 1, 1));

/**
 * The summary of a day in the plan's format, with what was predicted beside what came of it. Chats take its pictures,
 * e-mail has none.
 */
export function dailyText(figures: DailyFigures, { pictures }: { readonly pictures: boolean }): string {
  const { wins, losses, trades, decisions, troubles } = figures;
  const all = decisions.enter + decisions.skip + decisions.wait;
  const share = (count: number): string => (all === 0 ? '0' : `${count} (${percent(count, all, 0)})`);
  const picture = (sign: string): string => (pictures ? `${sign} ` : '');
  const health =
    troubles.length === 0
      ? [`System Health: ${picture(GOOD)}All systems operational`]
      : [
          `System Health: ${picture(BAD)}${troubles.length} to look at`,
          ...troubles.map((each) => `  - ${each}`),
        ];
  return [
    `${picture(CHART)}${HEADING}`,
    '',
    `Date: ${toIso(figures.day).slice(0, 10)}`,
    `P&L: ${change(figures.pnl)}`,
    `Trades: ${trades} (${wins}W / ${losses}L)`,
    `Win Rate: ${percent(wins, trades, 1)}`,
    `Avg Trade: ${change(figures.averageTrade)}`,
    '',
    `Best Trade: ${change(figures.bestTrade)}`,
    `Worst Trade: ${change(figures.worstTrade)}`,
    `EV per Share: ${perShare(figures.evAtEntry)} predicted, ${perShare(figures.realisedPerShare)} realised`,
    `Brier Score: ${score(figures.brier)} ours, ${score(figures.brierMid)} market; skill ${skillText(figures)}`,
    '',
    `Current Balance: ${money(figures.balance)}`,
    `Current Drawdown: ${percent(figures.drawdown, 1, 1)}`,
    `Peak Balance: ${money(figures.peak)}`,
    '',
    `Signals Generated: ${all}`,
    `  - EXECUTE: ${share(decisions.enter)}`,
    `  - SKIP: ${share(decisions.skip)}`,
    `  - WAIT: ${share(decisions.wait)}`,
    '',
    ...health,
  ].join('\n');
}
