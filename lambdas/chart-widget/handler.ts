import type { InputOf, OutputOf } from '../../shared/contracts/tasks.ts';
import type { ChartWidget } from '../../shared/contracts/watch.ts';
import { after, DAY_MS, type EpochMs } from '../../shared/domain/units/time.ts';
import { type WatchedTrade, watchedTrade } from '../../shared/domain/watch/closed-trade.ts';
import { CUSTOM_CHARTS, type CustomChart } from '../../shared/domain/watch/dashboard.ts';
import { recordsOfDays } from '../../shared/ports/days.ts';
import type { FeedStatus } from '../../shared/ports/feeds.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface ChartWidgetDeps {
  readonly windows: Windows;
  readonly feeds: () => Promise<readonly FeedStatus[] | undefined>;
  readonly drawFeeds: (feeds: readonly FeedStatus[] | undefined) => string;
  readonly drawTrades: Readonly<
    Record<Exclude<CustomChart, 'feeds'>, (trades: readonly WatchedTrade[]) => string>
  >;
}

/** A longer time is cut to its end: every window of it is read. */
const LONGEST_MS = 7 * DAY_MS;

const ABOUT = [
  'Charts of Quarterhour that CloudWatch cannot draw, over the last seven days of the time shown at most.',
  '',
  '```yaml',
  `chart: one of ${CUSTOM_CHARTS.join(', ')}`,
  '```',
].join('\n');

/** Draws one chart of the dashboard, or says what there is to draw. */
export function makeChartWidget({ windows, feeds, drawFeeds, drawTrades }: ChartWidgetDeps) {
  return async (input: InputOf<typeof ChartWidget>): Promise<OutputOf<typeof ChartWidget>> => {
    if ('describe' in input) return { markdown: ABOUT };
    const { chart, widgetContext } = input;
    if (chart === 'feeds') return drawFeeds(await feeds());
    const { start, end } = widgetContext.timeRange;
    return drawTrades[chart](await tradesBetween(windows, start, end));
  };
}

/** Trades that were settled in that time; their windows may have opened the day before. */
async function tradesBetween(windows: Windows, start: EpochMs, end: EpochMs): Promise<WatchedTrade[]> {
  const from = start < end - LONGEST_MS ? after(end, -LONGEST_MS) : start;
  const records = await recordsOfDays(windows, after(from, -DAY_MS), end);
  return records
    .map(watchedTrade)
    .filter((trade) => trade !== undefined)
    .filter(({ settledAt }) => settledAt >= from && settledAt <= end);
}
