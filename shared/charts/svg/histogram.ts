import { LIGHT } from '../palette.ts';
import { absent, drawing, element, gridLine, label, PLOT, scaleOf, type Words } from './drawing.ts';

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const BINS = 10;

/**
 * Ten bins of one width from the least value to the greatest, the last with both ends. 1, 2, 2, 11 make bins of width 1
 * with 1, 2 and, at the end, 1 value.
 * @public Tested apart from the drawing.
 */
export function binsOf(values: readonly number[]): Bin[] {
  const least = Math.min(...values);
  const width = (Math.max(...values) - least) / BINS || 1;
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) {
    const index = Math.min(BINS - 1, Math.floor((value - least) / width));
    counts[index] = (counts[index] as number) + 1;
  }
  return counts.map((count, index) => ({
    from: least + index * width,
    to: least + (index + 1) * width,
    count,
  }));
}

/** How often values fall where; `text` writes the ends of a bin. */
export function histogram(
  values: readonly number[],
  { name, across, text }: { name: string; across: string; text: (value: number) => string },
): string {
  const up = 'trades';
  if (values.length === 0)
    return absent({ description: `${name}: no trades in this time.`, across, up }, 'No trades in this time.');
  const bins = binsOf(values);
  const most = Math.max(...bins.map(({ count }) => count));
  const description = `${name} of ${values.length} trades: ${bins
    .filter(({ count }) => count > 0)
    .map(({ from, to, count }) => `${text(from)} to ${text(to)}: ${count}`)
    .join(', ')}.`;
  return drawing({ description, across, up } satisfies Words, [
    ...[0, 0.5, 1].map((share) => gridLine(PLOT.top + PLOT.height * (1 - share), short(most * share))),
    ...bins.map((bin, index) => bar(bin, index, most)),
    ...bins
      .filter((_, index) => index % 2 === 0)
      .map(({ from }, index) => label(text(from), { x: xOf(index * 2), y: PLOT.top + PLOT.height + 16 })),
  ]);
}

const xOf = scaleOf(0, BINS, PLOT.left, PLOT.left + PLOT.width);
const short = (count: number): string => (Number.isInteger(count) ? String(count) : '');

function bar({ count }: Bin, index: number, most: number): string {
  const height = (count / most) * PLOT.height;
  return element('rect', {
    x: xOf(index) + 1,
    y: PLOT.top + PLOT.height - height,
    width: xOf(1) - xOf(0) - 2,
    height,
    fill: LIGHT.line,
  });
}
