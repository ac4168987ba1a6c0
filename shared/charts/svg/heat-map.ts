import { HOUR_MS, SECOND_MS } from '../../domain/units/time.ts';
import { LIGHT } from '../palette.ts';
import { absent, drawing, element, label, PLOT } from './drawing.ts';

interface Trade {
  readonly decidedAt: number;
  readonly latencyMs: number;
}

/** Rows from the bottom: up to so many seconds; the last has no end. */
const ROWS: readonly (readonly [upTo: number, name: string])[] = [
  [1, '1 s'],
  [2, '2 s'],
  [5, '5 s'],
  [10, '10 s'],
  [Number.POSITIVE_INFINITY, 'more'],
];
const HOURS = 24;
const CELL = { width: PLOT.width / HOURS, height: PLOT.height / ROWS.length };

interface Cell {
  readonly hour: number;
  readonly row: number;
  readonly count: number;
}

/**
 * Trades by hour of their decision (UTC) and row of their latency; only what is there.
 * @public Tested apart from the drawing.
 */
export function cellsOf(trades: readonly Trade[]): Cell[] {
  const placed = Map.groupBy(trades, ({ decidedAt, latencyMs }) => {
    const hour = Math.floor(decidedAt / HOUR_MS) % HOURS;
    return hour * ROWS.length + ROWS.findIndex(([upTo]) => latencyMs <= upTo * SECOND_MS);
  });
  return [...placed]
    .map(([place, those]) => ({
      hour: Math.floor(place / ROWS.length),
      row: place % ROWS.length,
      count: those.length,
    }))
    .sort((a, b) => a.hour - b.hour || a.row - b.row);
}

/** How long trades take from decision to fill, by hour of day; darker is more. */
export function latencyHeatMap(trades: readonly Trade[]): string {
  const words = { across: 'hour of the decision (UTC)', up: 'decision to fill, up to' };
  if (trades.length === 0)
    return absent(
      { ...words, description: 'Decision to fill: no trades in this time.' },
      'No trades in this time.',
    );
  const cells = cellsOf(trades);
  const most = Math.max(...cells.map(({ count }) => count));
  const description = `Decision to fill by hour: ${cells
    .map(({ hour, row, count }) => `${hour} h ${ROWS[row]?.[1]}: ${count}`)
    .join(', ')}.`;
  return drawing({ ...words, description }, [
    ...ROWS.map(([, name], row) =>
      label(name, { x: PLOT.left - 6, y: yOf(row) + CELL.height / 2 + 4 }, 'end'),
    ),
    ...[0, 6, 12, 18].map((hour) =>
      label(String(hour), { x: xOf(hour) + CELL.width / 2, y: PLOT.top + PLOT.height + 16 }),
    ),
    ...cells.map(({ hour, row, count }) =>
      element('rect', {
        x: xOf(hour),
        y: yOf(row),
        width: CELL.width - 1,
        height: CELL.height - 1,
        fill: LIGHT.line,
        // A single trade can still be seen.
        'fill-opacity': String(Number((0.2 + 0.8 * (count / most)).toFixed(2))),
      }),
    ),
  ]);
}

const xOf = (hour: number): number => PLOT.left + hour * CELL.width;
const yOf = (row: number): number => PLOT.top + PLOT.height - (row + 1) * CELL.height;
