import { micro, pnlText, usdText } from '../../shared/charts/amounts.ts';
import type { ReplayRecord } from '../../shared/charts/records.ts';
import { tooFewWindows } from '../../shared/domain/evidence/performance.ts';
import { html, type Markup } from './markup.ts';
import { decimalText, percentText } from './numbers.ts';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}

/** A dash and the reason, for a figure that too few trades cannot give. */
function known<T>(
  name: string,
  value: T | null,
  needs: string,
  text: (value: T) => Omit<Figure, 'name'>,
): Figure {
  return value === null ? { name, value: '\u2013', note: `needs ${needs}` } : { name, ...text(value) };
}

const plainly = (value: string) => ({ value });
const centsText = (dollars: number): string => `${decimalText(dollars * 100, 1)} \u00a2`;
const ONE_TRADE = 'at least 1 trade';

function returnFigure(gain: number, starting: number): Figure {
  const share = starting > 0 ? gain / starting : null;
  return known('Return', share, 'a starting capital', (fraction) => ({
    value: percentText(fraction, 2),
    note: `on ${usdText(starting)}`,
  }));
}

/** Windows decided on each kind of strike; of the estimates, how many the true strike proved wrong. */
function strikeFigure({ recorded, gamma, estimated, ...of }: ReplayRecord['strikes']): Figure {
  const own = recorded + gamma;
  const value = `${own} of ${own + estimated}`;
  if (estimated === 0) return { name: 'Strikes known', value, note: 'when the window was decided' };
  const off = of.meanErrorUsd === null ? '' : `, ${usdText(micro(of.meanErrorUsd))} off on average`;
  const wrong = `${of.estimatedWrong} of ${of.estimatedKnown} checked give the other side`;
  return { name: 'Strikes known', value, note: `${estimated} estimated: ${wrong}${off}` };
}

function figures({ account, performance: p, strikes }: ReplayRecord): Figure[] {
  const starting = micro(p.startingCapital);
  const equity = micro(account.equity);
  const open = account.openPositions;
  return [
    { name: 'Trades', value: String(p.trades), note: `${p.wins} won, ${p.losses} lost` },
    known('Win rate', p.winRate, ONE_TRADE, (rate) => plainly(percentText(rate))),
    { name: 'Net P&L', value: pnlText(micro(account.realizedPnl)), note: 'realised, after fees' },
    { name: 'Fees', value: usdText(micro(account.fees)) },
    returnFigure(equity - starting, starting),
    { name: 'Ending equity', value: usdText(equity), note: open === 0 ? 'no open position' : `${open} open` },
    { name: 'Max drawdown', value: percentText(p.maxDrawdown, 2), note: 'below peak equity' },
    known('Sharpe', p.sharpe, 'at least 2 trades', (sharpe) => ({
      value: decimalText(sharpe, 3),
      note: `of the returns on cost, each trade alike; ${decimalText(p.sharpeDollarWeighted, 3)} by dollars`,
    })),
    known('EV at entry', p.evAtEntry, ONE_TRADE, (ev) => ({
      value: centsText(ev),
      note: 'predicted a share, after costs',
    })),
    known('Realised', p.realisedPerShare, ONE_TRADE, (earned) => ({
      value: centsText(earned),
      note: 'earned a share, after costs',
    })),
    known('Brier skill vs. the mid', p.skill, 'a settled window and a book mid', (skill) => ({
      value: tooFewWindows(p.forecasts) ?? decimalText(skill, 3),
      note: `Brier ${decimalText(p.brier, 3)}, mid ${decimalText(p.brierMid, 3)}, windows ${p.forecasts}`,
    })),
    known('Best trade', p.bestTrade, ONE_TRADE, (best) => plainly(pnlText(micro(best)))),
    known('Worst trade', p.worstTrade, ONE_TRADE, (worst) => plainly(pnlText(micro(worst)))),
    strikeFigure(strikes),
  ];
}

export function summary(replay: ReplayRecord): Markup {
  const tiles = figures(replay).map(
    ({ name, value, note }) =>
      html`<div class="card"><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`,
  );
  return html`<h2 id="summary">Summary</h2><dl class="summary">${tiles}</dl>`;
}
