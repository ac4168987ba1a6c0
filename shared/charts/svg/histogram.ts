import { bin, nice, ticks } from 'd3-array';
import { LIGHT } from '../palette.ts';
import { absent, drawing, element, gridLine, label, PLOT, scaleOf, type Words } from './drawing.ts';

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** About so many bins, and labels below them. */
const BINS = 10;
const LABELS = 5;

/**
 * About ten bins between round numbers, the last with both of its ends: 1, 2, 2, 11 make ten from 1 to 11, with 1, 2 and, in
 * the last, 1 of them.
 * @public Tested apart from the drawing.
 */
export function binsOf(values: readonly number[]): Bin[] {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const [from, to] = nice(least, least === most ? least + 1 : most, BINS);
  return bin()
    .domain([from, to])
    .thresholds(ticks(from, to, BINS).slice(1, -1))(values)
    .map(({ x0 = from, x1 = to, length }) => ({ from: x0, to: x1, count: length }));
}

/** How often values fall where. */
export function histogram(
  values: readonly number[],
  { name, across }: { name: string; across: string },
): string {
  const up = 'trades';
  if (values.length === 0)
    return absent({ description: `${name}: no trades in this time.`, across, up }, 'No trades in this time.');
  const bins = binsOf(values);
  const [from, to] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  const most = Math.max(...bins.map(({ count }) => count));
  const xOf = scaleOf(from, to, PLOT.left, PLOT.left + PLOT.width);
  const yOf = scaleOf(0, most, PLOT.top + PLOT.height, PLOT.top);
  const description = `${name} of ${values.length} trades: ${bins
    .filter(({ count }) => count > 0)
    .map((each) => `${each.from} to ${each.to}: ${each.count}`)
    .join(', ')}.`;
  return drawing({ description, across, up } satisfies Words, [
    ...ticks(0, most, Math.min(LABELS, most)).map((count) => gridLine(yOf(count), String(count))),
    ...bins.map((each) =>
      element('rect', {
        x: xOf(each.from) + 1,
        y: yOf(each.count),
        width: xOf(each.to) - xOf(each.from) - 2,
        height: yOf(0) - yOf(each.count),
        fill: LIGHT.line,
      }),
    ),
    ...ticks(from, to, LABELS).map((at) => label(String(at), { x: xOf(at), y: PLOT.top + PLOT.height + 16 })),
  ]);
}
