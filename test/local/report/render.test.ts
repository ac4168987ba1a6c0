import { expect, test } from 'vitest';
import { makeRenderSvg } from '../../../local/report/render.ts';
import { equityChart } from '../../../shared/charts/equity.ts';
import { windowChart } from '../../../shared/charts/window-chart.ts';
import { windowPnlChart } from '../../../shared/charts/window-pnl.ts';
import { LOST, QUIET, REPLAY, WON } from '../../shared/charts/replay-record.ts';

const render = await makeRenderSvg();

test('draws the title, the axes and no number that is none', async () => {
  const svg = await render(equityChart(REPLAY));
  expect(svg).toMatch(/^<svg .*<\/svg>$/s);
  for (const text of ['Equity', 'Equity (USD)', 'Time (UTC)', '20 Nov'])
    expect(svg).toContain(`>${text}</text>`);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test('windows of one length share a compiled chart and keep their own rows and titles', async () => {
  const [won, lost] = [await render(windowChart(WON, false)), await render(windowChart(LOST, false))];
  expect(won).toContain('>00:15 UTC: outcome Up, +$9.64</text>');
  expect(won).toContain('>Up</text>');
  expect(lost).toContain('>00:30 UTC: outcome Up, \u2212$5.68</text>');
  expect(lost).toContain('>Down</text>');
  expect(lost).not.toContain('9.64');
});

test('a second drawing of a chart is the same, byte for byte', async () => {
  await render(windowChart(LOST, true));
  const again = await makeRenderSvg();
  expect(await render(windowChart(QUIET, true))).toBe(await again(windowChart(QUIET, true)));
});

test('draws a bar for each trade', async () => {
  const svg = await render(windowPnlChart(REPLAY)!);
  const marks = /<g class="mark-rect role-mark[^>]*>(.*?)<\/g>/.exec(svg)?.[1];
  expect(marks?.match(/<path /g)).toHaveLength(2);
});
