import { type Chart, chartConfig, chartTitle, FULL_HEIGHT, FULL_TEXT, FULL_WIDTH } from './chart.ts';
import { LIGHT } from './palette.ts';
import type { ReplayRecord } from './records.ts';
import { type Trade, tradesOf } from './trades.ts';

/** Fewer trades than this say nothing about calibration. */
export const CALIBRATION_TRADES = 5;

/** Trades whose probability at entry lies within the same tenth, with the 95 % Wilson interval of `won`. */
interface CalibrationBin {
  readonly probability: number;
  readonly won: number;
  readonly low: number;
  readonly high: number;
  readonly trades: number;
}

interface Judged {
  readonly probability: number;
  readonly won: boolean;
}

/** Settled trades that carried a probability. */
function judgedTrades(trades: readonly Trade[]): Judged[] {
  return trades.flatMap(({ probability, side, outcome }) =>
    probability === null || outcome === 'unknown' ? [] : [{ probability, won: side === outcome }],
  );
}

/**
 * 95 % interval of a proportion after Wilson: 8 of 10 is 0.490 to 0.943.
 * @public Its own test holds it to published intervals.
 */
export function wilson(wins: number, trades: number): { low: number; high: number } {
  const z = 1.959964;
  const share = wins / trades;
  const scale = 1 + z ** 2 / trades;
  const centre = (share + z ** 2 / (2 * trades)) / scale;
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / trades + z ** 2 / (4 * trades ** 2));
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}

/** The last tenth includes 1. */
const tenth = ({ probability }: Judged) => Math.min(9, Math.floor(probability * 10));

/**
 * How often the forecasts of each tenth came true, with an interval.
 * @public Tested apart from the drawing.
 */
export function calibrationBins(judged: readonly Judged[]): CalibrationBin[] {
  return [...Map.groupBy(judged, tenth).values()]
    .map((those) => {
      const wins = those.filter(({ won }) => won).length;
      return {
        probability: those.reduce((sum, { probability }) => sum + probability, 0) / those.length,
        won: wins / those.length,
        ...wilson(wins, those.length),
        trades: those.length,
      };
    })
    .sort((a, b) => a.probability - b.probability);
}

/** Probability at entry against what came, or nothing when there are too few settled trades. */
export function calibrationChart({ tape, windows }: ReplayRecord): Chart | undefined {
  const judged = judgedTrades(tradesOf(windows));
  if (judged.length < CALIBRATION_TRADES) return undefined;
  const bins = calibrationBins(judged);
  const share = { type: 'quantitative' as const, scale: { domain: [0, 1] } };
  return {
    title: chartTitle('Probability at entry and outcome', tape.synthetic),
    description: `Of ${judged.length} settled trades, by probability at entry: ${bins
      .map((bin) => `near ${bin.probability.toFixed(2)} won ${bin.won.toFixed(2)} of ${bin.trades}`)
      .join(', ')}. A calibrated model lies on the diagonal.`,
    config: chartConfig(FULL_TEXT),
    width: FULL_WIDTH,
    height: FULL_HEIGHT,
    data: { name: 'bins' },
    datasets: {
      bins: bins.map((bin) => ({ ...bin, label: `n=${bin.trades}` })),
      diagonal: [{ p: 0 }, { p: 1 }],
    },
    layer: [
      {
        data: { name: 'diagonal' },
        mark: { type: 'line', strokeDash: [4, 4], color: LIGHT.zero },
        encoding: { x: { field: 'p', ...share }, y: { field: 'p', ...share } },
      },
      {
        mark: { type: 'rule', color: LIGHT.line, strokeWidth: 2 },
        encoding: {
          x: {
            field: 'probability',
            ...share,
            axis: { title: 'Probability of the side bought (0 to 1)', tickCount: 6 },
          },
          y: {
            field: 'low',
            ...share,
            axis: { title: 'Share won (95 % interval)', tickCount: 6 },
          },
          y2: { field: 'high' },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 70, opacity: 1, color: LIGHT.line },
        encoding: { x: { field: 'probability', ...share }, y: { field: 'won', ...share } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 8 },
        encoding: {
          x: { field: 'probability', ...share },
          y: { field: 'won', ...share },
          text: { field: 'label', type: 'nominal' },
        },
      },
    ],
  };
}
