import { ticks } from 'd3-array';
import { LIGHT } from '../palette.ts';
import { absent, drawing, element, gridLine, label, PLOT, scaleOf } from './drawing.ts';

/** Trades alike in `x`, and the share of them that was won. */
interface Group {
  readonly x: number;
  readonly won: number;
  readonly trades: number;
}

interface Trade {
  readonly momentum: number;
  readonly won: boolean;
}

const GROUPS = 8;

/**
 * Trades in order of momentum, in up to eight groups of one size, the last with the rest.
 * @public Tested apart from the drawing.
 */
export function groupsOf(trades: readonly Trade[]): Group[] {
  const sorted = trades.toSorted((a, b) => a.momentum - b.momentum);
  const size = Math.max(1, Math.ceil(sorted.length / GROUPS));
  const groups: Group[] = [];
  for (let from = 0; from < sorted.length; from += size) {
    const those = sorted.slice(from, from + size);
    groups.push({
      x: those.reduce((sum, { momentum }) => sum + momentum, 0) / those.length,
      won: those.filter(({ won }) => won).length / those.length,
      trades: those.length,
    });
  }
  return groups;
}

/** Whether a stronger move wins more often: the share won over the mean size of the move. */
export function momentumScatter(trades: readonly Trade[]): string {
  const words = { across: 'size of the move at entry (%)', up: 'share won (%)' };
  if (trades.length === 0)
    return absent(
      { ...words, description: 'Momentum and result: no trades in this time.' },
      'No trades in this time.',
    );
  const groups = groupsOf(trades);
  // A tenth of room beside the last; in per cent, as the labels are.
  const most = 110 * Math.max(...groups.map(({ x }) => x)) || 1;
  const xOf = scaleOf(0, most, PLOT.left, PLOT.left + PLOT.width);
  const yOf = scaleOf(0, 1, PLOT.top + PLOT.height, PLOT.top);
  const description = `Share won by size of the move: ${groups
    .map(({ x, won, trades: count }) => `${percent(x, 2)} won ${percent(won, 0)} of ${count}`)
    .join(', ')}.`;
  return drawing({ ...words, description }, [
    ...[0, 0.25, 0.5, 0.75, 1].map((share) => gridLine(yOf(share), String(100 * share))),
    ...ticks(0, most, 5).map((at) => label(String(at), { x: xOf(at), y: PLOT.top + PLOT.height + 16 })),
    ...groups.map(({ x, won }) =>
      element('circle', { cx: xOf(100 * x), cy: yOf(won), r: 5, fill: LIGHT.line }),
    ),
  ]);
}

const percent = (fraction: number, places: number): string => `${(100 * fraction).toFixed(places)} %`;
