import { micro, usdText } from '../../shared/charts/amounts.ts';
import type { CriterionRecord, ReplayRecord, WindowRecord } from '../../shared/charts/records.ts';
import { windowChart, windowTitle } from '../../shared/charts/window-chart.ts';
import { type Draw, figure } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { clockText, valueText } from './numbers.ts';

const KEY = html`<ul class="key"><li>Shaded: entry window</li><li>Dashed rule: decision, named beside it</li>
<li>Short tick on the floor: wait</li><li>\u25c6 fill, at its price as a price of Up</li></ul>`;

const verdict = (ok: boolean) =>
  html`<span class="${ok ? 'gain' : 'loss'}">${ok ? '\u2713 pass' : '\u2717 fail'}</span>`;

/** A list of words may break after each of them: 'recorded|gamma' in a narrow column. */
const breakable = (text: string) =>
  text.split('|').map((word, index) => (index === 0 ? word : html`|<wbr>${word}`));

const criterionRow = ({ name, value, limit, ok }: CriterionRecord) =>
  html`<tr><th scope="row">${name}</th><td class="n">${valueText(value)}</td><td class="n">${breakable(valueText(limit))}</td>
<td>${verdict(ok)}</td></tr>`;

function lastDecision({ decisions }: WindowRecord): Markup {
  const last = decisions.at(-1);
  if (last === undefined) return html`<p>No decision.</p>`;
  return html`<div><p>Last decision at ${clockText(last.at)}: <strong>${last.kind}</strong>, ${last.reason}</p>
<table class="criteria"><thead><tr><th scope="col">Criterion</th><th scope="col" class="n">Value</th>
<th scope="col" class="n">Limit</th><th scope="col">Result</th></tr></thead>
<tbody>${last.criteria.map(criterionRow)}</tbody></table></div>`;
}

const WRONG = { true: 'the other side', false: 'the same side', null: 'an unknown side' } as const;

/** How far the estimate was off on which a window was decided. */
const estimateText = ({ errorUsd, wrong }: NonNullable<WindowRecord['estimate']>) =>
  ` \u00b7 decided on an estimate ${usdText(micro(errorUsd))} off, which gives ${WRONG[`${wrong}`]}`;

function facts({ id, strike, strikeSource, estimate, settlement }: WindowRecord): Markup {
  const { outcome, source } = settlement;
  return html`<p>${id} \u00b7 strike ${strike ?? 'unknown'} (${strikeSource}) \u00b7 settled ${outcome} (${source})
${estimate && estimateText(estimate)}</p>`;
}

const traded = (window: WindowRecord) => window.fills.length > 0;

async function tradedCard(window: WindowRecord, synthetic: boolean, draw: Draw): Promise<Markup> {
  return html`<article class="card window" id="${encodeURIComponent(window.id)}">
${await figure(windowChart(window, synthetic), draw)}${facts(window)}${lastDecision(window)}</article>`;
}

async function quietRow(window: WindowRecord, synthetic: boolean, draw: Draw): Promise<Markup> {
  const last = window.decisions.at(-1);
  const decided = last === undefined ? 'no decision' : `${last.kind}, ${last.reason}`;
  return html`<details class="card window" id="${encodeURIComponent(window.id)}">
<summary>${windowTitle(window)} <span class="muted">(${decided})</span></summary>
<div class="apart"><div>${await figure(windowChart(window, synthetic), draw)}${facts(window)}</div>
${lastDecision(window)}</div></details>`;
}

/** Hears which part of the work is done, 0 to 1. */
export type Told = (done: number) => void;

/** A chart and the last criteria of every window: those traded in a grid, the others folded away. */
export async function windowsSection(
  { windows, tape }: ReplayRecord,
  draw: Draw,
  told: Told,
): Promise<Markup> {
  const open: Markup[] = [];
  const folded: Markup[] = [];
  for (const window of windows) {
    if (traded(window)) open.push(await tradedCard(window, tape.synthetic, draw));
    else folded.push(await quietRow(window, tape.synthetic, draw));
    told((open.length + folded.length) / windows.length);
  }
  return html`<h2 id="traded">Traded windows (${open.length})</h2>${KEY}
<div class="windows">${open}</div>
<h2 id="untraded">Windows without a trade (${folded.length})</h2>${folded}`;
}
