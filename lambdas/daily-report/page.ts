import { TRADE_CHARTS } from '../../shared/charts/svg/trade-charts.ts';
import type { MicroUsdc } from '../../shared/domain/units/money.ts';
import { toIso } from '../../shared/domain/units/time.ts';
import type { WatchedTrade } from '../../shared/domain/watch/closed-trade.ts';
import type { DailyFigures } from '../../shared/domain/watch/daily-figures.ts';
import { dailyText } from '../../shared/domain/watch/daily-text.ts';
import { CHART_TITLES, type CustomChart } from '../../shared/domain/watch/dashboard.ts';

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}' +
  'table{border-collapse:collapse}td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #e2e7ed}' +
  'td:nth-child(-n+2){text-align:left}h3{margin:0;font-size:1rem}' +
  '.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(24rem,1fr));gap:1rem}';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const cells = (tag: 'td' | 'th', texts: readonly string[]): string =>
  `<tr>${texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`;

/** To the nearest cent; the ledger has the rest. */
const dollars = (value: MicroUsdc): string => (value / 1e6).toFixed(2);

const HEAD = [
  'Window',
  'Side',
  'Decided',
  'Settled',
  'Cost ($)',
  'Fee ($)',
  'Probability',
  'EV ($/share)',
  'Realised ($/share)',
  'Result',
  'P&L ($)',
];
const row = ({
  windowId,
  side,
  shares,
  decidedAt,
  settledAt,
  cost,
  fee,
  probability,
  ev,
  won,
  pnl,
}: WatchedTrade): readonly string[] => [
  windowId,
  side,
  toIso(decidedAt).slice(11, 19),
  toIso(settledAt).slice(11, 19),
  dollars(cost),
  dollars(fee),
  probability.toFixed(3),
  ev.toFixed(3),
  (pnl / shares).toFixed(3),
  won ? 'won' : 'lost',
  dollars(pnl),
];

/** The report of a day: one HTML file that needs nothing else. */
export function dailyPage(figures: DailyFigures, trades: readonly WatchedTrade[]): string {
  const title = `Quarterhour, ${toIso(figures.day).slice(0, 10)}`;
  const charts = Object.entries(TRADE_CHARTS).map(
    ([chart, draw]) => `<div><h3>${CHART_TITLES[chart as CustomChart]}</h3>${draw(trades)}</div>`,
  );
  const table =
    trades.length === 0
      ? '<p>No trades.</p>'
      : `<table>${cells('th', HEAD)}${trades.map((trade) => cells('td', row(trade))).join('')}</table>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>
<pre>${escaped(dailyText(figures, { pictures: false }))}</pre>
<h2>Trades</h2>${table}
<h2>Charts</h2><div class="charts">${charts.join('')}</div></body></html>
`;
}
