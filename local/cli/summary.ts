import { units } from '../../shared/charts/amounts.ts';
import type { ReplayRecord } from '../../shared/charts/records.ts';
import { tradesOf } from '../../shared/charts/trades.ts';
import { tooFewWindows } from '../../shared/domain/evidence/performance.ts';
import { plainTable } from './table.ts';

const NONE = '-';

type Told = ReplayRecord & { readonly eventsPerSecond: number };

const percent = (value: number | null): string => (value === null ? NONE : `${(100 * value).toFixed(1)} %`);
const ratio = (value: number | null): string => (value === null ? NONE : value.toFixed(3));
const dollars = (value: string | null): string => (value === null ? NONE : `${Number(value).toFixed(2)} USD`);
const perShare = ({ evAtEntry, realisedPerShare }: Told['performance']): string =>
  `${ratio(evAtEntry)}, ${ratio(realisedPerShare)} USD a share`;
const time = (iso: string): string => iso.slice(11, 16);

/** What a run did, for a terminal: the figures, the trades, why windows were not entered, what was wrong with the tape. */
export function summaryOf(result: Told): string {
  const { tape, windows, feed } = result;
  const band = tape.synthetic
    ? `SYNTHETIC: made by a seeded program; it proves nothing about any edge.\n${tape.title}\n`
    : '';
  const parts = [figures(result), trades(result)];
  if (windows.length > 0) parts.push(reasons(windows));
  if (feed.problems.length > 0) parts.push(problems(result));
  return `${band}${parts.join('\n')}`;
}

function figures({
  tape,
  windows,
  account,
  performance,
  strikes,
  strategy,
  elapsedMs,
  eventsPerSecond,
  digest,
}: Told): string {
  const table = plainTable([]);
  table.push(
    { Strategy: strategy },
    { Period: `${tape.from} to ${tape.to}` },
    { Windows: String(windows.length) },
    { Trades: `${performance.trades} (${performance.wins} won, ${performance.losses} lost)` },
    { 'Win rate': percent(performance.winRate) },
    { 'Net P&L': `${dollars(account.realizedPnl)}, fees ${dollars(account.fees)} included` },
    { Equity: `${dollars(account.equity)} from ${dollars(performance.startingCapital)}` },
    { 'Max drawdown': percent(performance.maxDrawdown) },
    { 'EV at entry, realised': perShare(performance) },
    { 'Sharpe of a trade': sharpeText(performance) },
    { 'Best, worst trade': `${dollars(performance.bestTrade)}, ${dollars(performance.worstTrade)}` },
    { 'Brier: ours, market': `${ratio(performance.brier)}, ${ratio(performance.brierMid)}` },
    { 'Skill over the market': tooFewWindows(performance.forecasts) ?? percent(performance.skill) },
    { Strikes: strikesText(strikes) },
    { Events: `${tape.events} in ${(elapsedMs / 1000).toFixed(1)} s, ${eventsPerSecond} a second` },
    { Digest: digest.slice(0, 16) },
  );
  return table.toString();
}

const sharpeText = ({ sharpe, sharpeDollarWeighted }: Told['performance']): string =>
  `${ratio(sharpe)} each alike, ${ratio(sharpeDollarWeighted)} by dollars`;

function strikesText({ recorded, gamma, estimated, ...of }: ReplayRecord['strikes']): string {
  const sources = `${recorded} recorded, ${gamma} of the venue, ${estimated} estimated`;
  if (of.estimatedKnown === 0) return sources;
  return `${sources} (${of.estimatedWrong} of ${of.estimatedKnown} wrong, ${dollars(of.meanErrorUsd)} off on average)`;
}

function trades({ windows }: ReplayRecord): string {
  const table = plainTable(
    ['Window', 'Side', 'At', 'Shares', 'Price', 'Fee', 'Probability', 'EV', 'Outcome', 'P&L'],
    ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'left', 'right'],
  );
  for (const { windowId, side, at, shares, cost, fee, probability, ev, outcome, pnl } of tradesOf(windows))
    table.push([
      windowId,
      side,
      time(at),
      units(shares).toFixed(2),
      (cost / shares).toFixed(4),
      units(fee).toFixed(2),
      ratio(probability),
      ratio(ev),
      outcome,
      units(pnl).toFixed(2),
    ]);
  return table.length === 0 ? 'No trades.' : table.toString();
}

function reasons(windows: ReplayRecord['windows']): string {
  const counts = new Map<string, number>();
  for (const { decisions } of windows) {
    const last = decisions.at(-1);
    const reason = last === undefined ? 'no decision' : `${last.kind}: ${last.reason}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const table = plainTable(['Last decision', 'Windows'], ['left', 'right']);
  for (const [reason, count] of [...counts].sort((a, b) => b[1] - a[1])) table.push([reason, count]);
  return table.toString();
}

function problems({ feed }: ReplayRecord): string {
  const table = plainTable(['Wrong with the tape', 'Channel', 'Count', 'First']);
  for (const { kind, channel, count, first } of feed.problems)
    table.push([kind, channel ?? NONE, count, first]);
  return table.toString();
}
