import { CALIBRATION_TRADES, calibrationChart } from '../../shared/charts/calibration.ts';
import { criteriaFailuresChart } from '../../shared/charts/criteria-failures.ts';
import { decisionReasonsChart } from '../../shared/charts/decision-reasons.ts';
import { drawdownChart } from '../../shared/charts/drawdown.ts';
import { equityChart } from '../../shared/charts/equity.ts';
import type { ReplayRecord } from '../../shared/charts/records.ts';
import { tradesOf } from '../../shared/charts/trades.ts';
import { windowPnlChart } from '../../shared/charts/window-pnl.ts';
import { feedProblems } from './feed-table.ts';
import { chartCard, type Draw } from './figure.ts';
import { drawn, html, type Markup } from './markup.ts';
import { instantText } from './numbers.ts';
import { makeRenderSvg } from './render.ts';
import { STYLE } from './style.ts';
import { summary } from './summary.ts';
import { tradesTable } from './trades-table.ts';
import { type Told, windowsSection } from './windows.ts';

const band = ({ title }: ReplayRecord['tape']) =>
  html`<p class="synthetic">SYNTHETIC: made by a seeded program; it proves nothing about any edge<br>${title}</p>`;

const title = ({ strategy, tape }: ReplayRecord) =>
  `Quarterhour replay: ${strategy}${tape.synthetic ? ' (SYNTHETIC)' : ''}`;

function header(replay: ReplayRecord): Markup {
  const { tape, strategy, windows } = replay;
  return html`<header>${tape.synthetic ? band(tape) : undefined}<h1>${title(replay)}</h1>
<dl class="facts"><div><dt>Strategy</dt><dd>${strategy}</dd></div><div><dt>Tape</dt><dd>${tape.path}</dd></div>
<div><dt>Period</dt><dd>${instantText(tape.from)} to ${instantText(tape.to)} UTC</dd></div>
<div><dt>Windows</dt><dd>${windows.length}</dd></div>
<div><dt>Events</dt><dd>${tape.events.toLocaleString('en-US')}</dd></div></dl></header>`;
}

async function charts(replay: ReplayRecord, draw: Draw): Promise<Markup> {
  const cards = [
    await chartCard(equityChart(replay), '', draw),
    await chartCard(drawdownChart(replay), '', draw),
    await chartCard(windowPnlChart(replay), 'P&L per window: no window was traded.', draw),
    await chartCard(decisionReasonsChart(replay), 'Decisions by reason: nothing was decided.', draw),
    await chartCard(criteriaFailuresChart(replay), 'Criteria: none was judged.', draw),
    await chartCard(
      calibrationChart(replay),
      `Probability at entry and outcome: needs at least ${CALIBRATION_TRADES} settled trades.`,
      draw,
    ),
  ];
  return html`<h2 id="charts">Charts</h2><div class="charts">${cards}</div>`;
}

function footer({ ledger, digest, elapsedMs }: ReplayRecord): Markup {
  return html`<footer><p>Ledger: ${ledger.entries} entries, digest ${ledger.digest}</p>
<p>Replay: digest ${digest}, ${(elapsedMs / 1000).toFixed(1)} s</p></footer>`;
}

/** One HTML file that needs nothing else: no script, no request, every chart drawn. `told` hears how much of it is, 0 to 1. */
export async function renderReport(replay: ReplayRecord, told: Told = () => {}): Promise<string> {
  const draw = await makeRenderSvg();
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title(replay)}</title><style>${drawn(STYLE)}</style></head><body><main>
${header(replay)}
${summary(replay)}
${await charts(replay, draw)}
<h2 id="trades">Trades</h2>${tradesTable(tradesOf(replay.windows))}
${feedProblems(replay.feed.problems)}
${await windowsSection(replay, draw, told)}
${footer(replay)}
</main></body></html>
`;
  return page.text;
}
