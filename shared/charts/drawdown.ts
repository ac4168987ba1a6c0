import { type Chart, chartConfig, chartTitle, FULL_HEIGHT, FULL_TEXT, FULL_WIDTH } from './chart.ts';
import { equitySteps, TIME } from './equity.ts';
import { LIGHT } from './palette.ts';
import type { ReplayRecord } from './records.ts';

/** How far the equity lies below its highest so far. */
export function drawdownChart(replay: ReplayRecord): Chart {
  const steps = equitySteps(replay);
  const deepest = Math.max(...steps.map((step) => step.drawdown));
  return {
    title: chartTitle('Drawdown', replay.tape.synthetic),
    description: `Drawdown over time: at worst ${(deepest * 100).toFixed(2)} per cent below the highest equity so far.`,
    config: chartConfig(FULL_TEXT),
    width: FULL_WIDTH,
    height: FULL_HEIGHT,
    data: { name: 'steps' },
    datasets: { steps: steps.map(({ at, drawdown }) => ({ at, depth: -drawdown })) },
    mark: {
      type: 'area',
      interpolate: 'step-after',
      color: LIGHT.loss,
      fillOpacity: 0.25,
      line: { color: LIGHT.loss, interpolate: 'step-after' },
    },
    encoding: {
      x: TIME,
      y: {
        field: 'depth',
        type: 'quantitative',
        scale: { domain: [Math.min(-deepest, -0.01), 0], nice: true },
        axis: { title: 'Below peak equity (%)', format: '.1%', tickCount: 5 },
      },
    },
  };
}
