import type { Chart } from '../../shared/charts/chart.ts';
import { drawn, html, type Markup } from './markup.ts';

export type Draw = (chart: Chart) => Promise<string>;

/** A drawn chart with its text alternative. */
export async function figure(chart: Chart, draw: Draw): Promise<Markup> {
  const svg = await draw(chart);
  return html`<figure role="img" aria-label="${chart.title}. ${chart.description}">${drawn(svg)}</figure>`;
}

/** The chart on a card, or `otherwise` where there is nothing to draw. */
export async function chartCard(chart: Chart | undefined, otherwise: string, draw: Draw): Promise<Markup> {
  const content = chart === undefined ? html`<p class="absent">${otherwise}</p>` : await figure(chart, draw);
  return html`<div class="card">${content}</div>`;
}
