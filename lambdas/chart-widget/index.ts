import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { feedsTable } from '../../shared/charts/svg/feeds.ts';
import { TRADE_CHARTS } from '../../shared/charts/svg/trade-charts.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { ChartWidget } from '../../shared/contracts/watch.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeChartWidget } from './handler.ts';

const env = readEnvironment(process.env, READS['chart-widget']);
const tables = connectTables();

export const handler = pipeline(
  ChartWidget,
  makeChartWidget({
    windows: dynamoWindows(tables, env.TABLE_WINDOWS),
    feeds: dynamoHotState(tables, env.TABLE_HOT, systemClock).feeds,
    drawFeeds: feedsTable,
    drawTrades: TRADE_CHARTS,
  }),
);
