import { expect, test } from 'vitest';
import { makeChartWidget } from '../../../lambdas/chart-widget/handler.ts';
import { feedsTable } from '../../../shared/charts/svg/feeds.ts';
import { TRADE_CHARTS } from '../../../shared/charts/svg/trade-charts.ts';
import { ChartWidget } from '../../../shared/contracts/watch.ts';
import { instant } from '../../shared/domain/examples.ts';
import { makeWorld } from '../fakes.ts';
import { traded } from '../watched.ts';

async function rig() {
  const world = await makeWorld();
  const widget = makeChartWidget({
    windows: world.windows,
    feeds: async () => undefined,
    drawFeeds: feedsTable,
    drawTrades: { ...TRADE_CHARTS, confidence: (trades) => `${trades.length} trades` },
  });
  return { world, ask: (event: unknown) => widget(ChartWidget.input.parse(event)) };
}
/** As CloudWatch asks. */
const shown = (chart: string, start: string, end: string) => ({
  chart,
  widgetContext: {
    dashboardName: 'quarterhour',
    timeRange: { mode: 'absolute', start: Date.parse(start), end: Date.parse(end) },
    width: 588,
    height: 369,
  },
});

test('a chart is drawn of the trades that were settled in the time shown', async () => {
  const { world, ask } = await rig();
  await traded(world, instant('2026-11-20T23:50:00Z'), 'up');
  await traded(world, instant('2026-11-21T12:00:00Z'), 'down');
  await traded(world, instant('2026-11-22T12:00:00Z'), 'down');
  // The first was opened on the day before and settled at 00:01.
  expect(await ask(shown('confidence', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'))).toBe('2 trades');
  expect(await ask(shown('kelly', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'))).toMatch(/^<svg /);
});

test('of a longer time the last seven days are drawn', async () => {
  const { world, ask } = await rig();
  await traded(world, instant('2026-11-10T12:00:00Z'), 'up');
  await traded(world, instant('2026-11-20T12:00:00Z'), 'up');
  expect(await ask(shown('confidence', '2026-10-01T00:00:00Z', '2026-11-22T00:00:00Z'))).toBe('1 trades');
});

test('the feeds need no trades', async () => {
  const { ask } = await rig();
  expect(await ask(shown('feeds', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'))).toBe(
    '<p>The collector says nothing.</p>',
  );
});

test('asked what it is, it says which charts there are', async () => {
  const { ask } = await rig();
  expect(await ask({ describe: true })).toEqual({ markdown: expect.stringContaining('momentum-result') });
});

test('a chart that there is not is refused', async () => {
  expect(ChartWidget.input.safeParse(shown('pie', '2026-11-21', '2026-11-22')).success).toBe(false);
});
