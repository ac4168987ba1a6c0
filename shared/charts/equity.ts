import { micro, units, usdText } from './amounts.ts';
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

/** The account from `at` on: `equity` in micro-USD, `drawdown` as the fraction below the highest equity so far. */
interface EquityStep {
  readonly at: number;
  readonly equity: number;
  readonly drawdown: number;
}

/**
 * Equity at the start of the tape, after each window that was traded, and at the end of the tape.
 * $100, then +10, -22, +5 steps through 100, 110, 88 and 93 dollars; 88 lies a fifth below 110.
 */
export function equitySteps({ tape, windows, performance }: ReplayRecord): EquityStep[] {
  const start = micro(performance.startingCapital);
  const steps: EquityStep[] = [{ at: Date.parse(tape.from), equity: start, drawdown: 0 }];
  const traded = windows
    .filter((window) => window.fills.length > 0)
    .map((window) => ({ at: Date.parse(window.closeAt), pnl: micro(window.pnl) }))
    .sort((a, b) => a.at - b.at);
  let equity = start;
  let peak = start;
  for (const { at, pnl } of traded) {
    equity += pnl;
    peak = Math.max(peak, equity);
    steps.push({ at, equity, drawdown: peak > 0 ? (peak - equity) / peak : 0 });
  }
  const last = steps.at(-1)!;
  steps.push({ ...last, at: Math.max(last.at, Date.parse(tape.to)) });
  return steps;
}

/** An axis of instants for a field `at`. */
export const TIME = {
  field: 'at',
  type: 'temporal' as const,
  scale: { type: 'utc' as const },
  axis: { ...INSTANT_AXIS, title: 'Time (UTC)' },
};

/** Equity as settled, a step at the close of every traded window. */
export function equityChart(replay: ReplayRecord): Chart {
  const steps = equitySteps(replay);
  const { synthetic } = replay.tape;
  return {
    title: chartTitle('Equity', synthetic),
    description: `Equity over time: from ${usdText(steps[0]!.equity)} to ${usdText(steps.at(-1)!.equity)}, a step at each settled trade.`,
    config: chartConfig(FULL_TEXT),
    width: FULL_WIDTH,
    height: FULL_HEIGHT,
    data: { name: 'steps' },
    datasets: { steps: steps.map(({ at, equity }) => ({ at, usd: units(equity) })) },
    layer: [
      {
        data: { values: [{}] },
        mark: { type: 'rule', strokeDash: [4, 4] },
        encoding: { y: { datum: units(steps[0]!.equity) } },
      },
      {
        mark: { type: 'line', interpolate: 'step-after', color: LIGHT.line, strokeWidth: 2 },
        encoding: {
          x: TIME,
          y: {
            field: 'usd',
            type: 'quantitative',
            scale: { zero: false, nice: true },
            axis: { title: 'Equity (USD)', format: ',~f', tickCount: 5, grid: true },
          },
        },
      },
    ],
  };
}
