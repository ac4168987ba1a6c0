import { pnlText, units } from './amounts.ts';
import {
  type Chart,
  chartConfig,
  chartTitle,
  FULL_HEIGHT,
  FULL_TEXT,
  FULL_WIDTH,
  INSTANT_AXIS,
} from './chart.ts';
import { LIGHT } from './palette.ts';
import type { ReplayRecord } from './records.ts';
import { tradesOf } from './trades.ts';

const GAIN = 'gain (filled, above zero)';
const LOSS = 'loss (hollow, below zero)';

/** A bar for each traded window, if any. Gains are filled and losses hollow, so that colour is not needed. */
export function windowPnlChart({ tape, windows }: ReplayRecord): Chart | undefined {
  const openAt = new Map(windows.map((window) => [window.id, Date.parse(window.openAt)]));
  const trades = tradesOf(windows);
  if (trades.length === 0) return undefined;
  const bars = trades.map(({ windowId, pnl }) => ({
    at: openAt.get(windowId)!,
    usd: units(pnl),
    result: pnl < 0 ? LOSS : GAIN,
  }));
  const sum = trades.reduce((total, trade) => total + trade.pnl, 0);
  return {
    title: chartTitle('P&L per window', tape.synthetic),
    description: `Profit and loss of ${trades.length} traded windows of ${windows.length}, together ${pnlText(sum)}.`,
    config: chartConfig(FULL_TEXT),
    width: FULL_WIDTH,
    height: FULL_HEIGHT,
    data: { name: 'bars' },
    datasets: { bars },
    layer: [
      {
        mark: { type: 'bar', width: 3, strokeWidth: 1 },
        encoding: {
          x: {
            field: 'at',
            type: 'temporal',
            scale: { type: 'utc', domain: [Date.parse(tape.from), Date.parse(tape.to)] },
            axis: { ...INSTANT_AXIS, title: 'Window open (UTC)' },
          },
          y: {
            field: 'usd',
            type: 'quantitative',
            axis: { title: 'P&L after fees (USD)', format: ',~f', tickCount: 5 },
          },
          stroke: {
            field: 'result',
            type: 'nominal',
            scale: { domain: [GAIN, LOSS], range: [LIGHT.gain, LIGHT.loss] },
            legend: { symbolType: 'square' },
          },
          fill: {
            field: 'result',
            type: 'nominal',
            scale: { domain: [GAIN, LOSS], range: [LIGHT.gain, LIGHT.paper] },
            legend: { symbolType: 'square' },
          },
        },
      },
      { data: { values: [{}] }, mark: { type: 'rule' }, encoding: { y: { datum: 0 } } },
    ],
  };
}
