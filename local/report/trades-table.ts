import { pnlText, units, usdText } from '../../shared/charts/amounts.ts';
import type { Side } from '../../shared/charts/records.ts';
import type { Trade } from '../../shared/charts/trades.ts';
import { html, type Markup } from './markup.ts';
import { decimalText, instantText } from './numbers.ts';

const SIDES = { up: '\u25b2 Up', down: '\u25bc Down', unknown: 'unknown' } as const;

/** An arrow and a word: the colour only repeats them. */
const sideMarkup = (side: Side | 'unknown'): Markup => html`<span class="${side}">${SIDES[side]}</span>`;

const pnlMarkup = (pnl: number): Markup =>
  html`<span class="${pnl < 0 ? 'loss' : 'gain'}">${pnlText(pnl)}</span>`;

function row(trade: Trade): Markup {
  const price = trade.shares > 0 ? trade.cost / trade.shares : null;
  const realised = trade.shares > 0 && trade.outcome !== 'unknown' ? trade.pnl / trade.shares : null;
  return html`<tr><td><a href="#${encodeURIComponent(trade.windowId)}">${instantText(trade.at)}</a></td>
<td>${sideMarkup(trade.side)}</td><td class="n">${decimalText(price, 4)}</td>
<td class="n">${decimalText(units(trade.shares), 2)}</td><td class="n">${usdText(trade.cost)}</td>
<td class="n">${usdText(trade.fee)}</td><td class="n">${decimalText(trade.probability, 3)}</td>
<td class="n">${decimalText(trade.ev, 3)}</td><td class="n">${decimalText(realised, 3)}</td><td>${sideMarkup(trade.outcome)}</td>
<td class="n">${pnlMarkup(trade.pnl)}</td></tr>`;
}

export function tradesTable(trades: readonly Trade[]): Markup {
  if (trades.length === 0) return html`<p class="card absent">No window was traded.</p>`;
  return html`<div class="card scroll" role="region" aria-label="Trades" tabindex="0"><table>
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">Side</th><th scope="col" class="n">Price</th>
<th scope="col" class="n">Shares</th><th scope="col" class="n">Cost</th><th scope="col" class="n">Fee</th>
<th scope="col" class="n">Probability</th><th scope="col" class="n">EV per share</th>
<th scope="col" class="n">Realised per share</th><th scope="col">Outcome</th>
<th scope="col" class="n">P&amp;L</th></tr></thead><tbody>${trades.map(row)}</tbody></table></div>`;
}
