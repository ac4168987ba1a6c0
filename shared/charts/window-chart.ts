import { micro, pnlText } from './amounts.ts';
import { type Chart, chartConfig, chartTitle } from './chart.ts';
import type { WindowRecord } from './records.ts';
import { settledOutcome } from './trades.ts';
import {
  decisionLabels,
  decisionRules,
  entryShade,
  fillPoints,
  level,
  minuteAxis,
  pathLine,
  waitTicks,
} from './window-layers.ts';
import { windowPath } from './window-path.ts';

const WIDTH = 310;
const TEXT = 11;
const OUTCOME = { up: 'Up', down: 'Down', unknown: 'unknown' } as const;
/** Room for the labels of a y axis, so that the charts of all windows are of one size. */
const EXTENT = { minExtent: 30, maxExtent: 30 };

/** '00:15 UTC: outcome Up, +$3.20'; without the gain when nothing was bought. */
export function windowTitle({ openAt, settlement, fills, pnl }: WindowRecord): string {
  const result = fills.length === 0 ? '' : `, ${pnlText(micro(pnl))}`;
  return `${openAt.slice(11, 16)} UTC: outcome ${OUTCOME[settledOutcome(settlement)]}${result}`;
}

function alternative(window: WindowRecord): string {
  const last = window.decisions.at(-1);
  const decided = last === undefined ? 'no decision' : `last decision ${last.kind}, ${last.reason}`;
  return `Price path of the window opened ${windowTitle(window)}; ${decided}.`;
}

/** Above the return of the exchanges since the open, below the mid of the Up book, on one axis of minutes. */
export function windowChart(window: WindowRecord, synthetic: boolean): Chart {
  const { minutes, entry, path, decisions, fills } = windowPath(window);
  const x = minuteAxis(minutes);
  const ticks = { tickCount: 3, grid: false };
  const returns = {
    mark: pathLine,
    encoding: {
      x: { ...x, axis: { ...ticks, title: null, labels: false, ticks: false } },
      y: {
        field: 'bps',
        type: 'quantitative' as const,
        axis: { title: 'Return (bps)', tickCount: 4, ...EXTENT },
      },
    },
  };
  const book = {
    mark: pathLine,
    encoding: {
      x: { ...x, axis: { ...ticks, title: 'Minutes since open' } },
      y: {
        field: 'up',
        type: 'quantitative' as const,
        scale: { domain: [0, 1] },
        axis: { title: 'Up mid (0 to 1)', values: [0, 0.5, 1], tickCount: 3, format: '.1f', ...EXTENT },
      },
    },
  };
  return {
    title: chartTitle(windowTitle(window), synthetic),
    description: alternative(window),
    config: chartConfig(TEXT),
    spacing: 10,
    datasets: { path: [...path], entry: [{ ...entry }], decisions: [...decisions], fills: [...fills] },
    data: { name: 'path' },
    vconcat: [
      {
        width: WIDTH,
        height: 100,
        layer: [entryShade(x), level(0, [1, 0]), returns, decisionRules(x), decisionLabels(x)],
      },
      {
        width: WIDTH,
        height: 80,
        layer: [entryShade(x), level(0.5, [2, 3]), book, decisionRules(x), waitTicks(x), fillPoints(x)],
      },
    ],
  };
}
