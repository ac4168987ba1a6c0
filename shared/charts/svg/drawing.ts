import { LIGHT } from '../palette.ts';

/** Inner sizes in pixels; every drawing has the same, and is scaled to its place. */
export const PLOT = { left: 54, top: 12, width: 412, height: 190 } as const;
const WIDTH = PLOT.left + PLOT.width + 14;
const HEIGHT = PLOT.top + PLOT.height + 46;
const TEXT = 12;

type Attributes = Readonly<Record<string, string | number>>;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
const short = (value: string | number): string =>
  typeof value === 'number' ? String(Number(value.toFixed(1))) : value;

/** One element; its text is escaped, its numbers are cut to a tenth of a pixel. */
export function element(name: string, attributes: Attributes, text = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(short(value))}"`);
  return `<${name}${written.join('')}>${escaped(text)}</${name}>`;
}

export const label = (
  text: string,
  at: { readonly x: number; readonly y: number },
  anchor = 'middle',
): string => element('text', { ...at, 'text-anchor': anchor, fill: LIGHT.muted, 'font-size': TEXT }, text);

/** What every drawing says of itself: `description` is its text for whoever does not see it. */
export interface Words {
  readonly description: string;
  /** What is along the bottom, with its unit. */
  readonly across: string;
  /** What is up the side, with its unit. */
  readonly up: string;
}

/** An SVG that needs nothing else, of elements within {@link PLOT}. */
export function drawing({ description, across, up }: Words, body: readonly string[]): string {
  const { left, top, width, height } = PLOT;
  const middle = top + height / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(description)}" font-family="system-ui, sans-serif">`,
    element('rect', { width: WIDTH, height: HEIGHT, fill: LIGHT.paper }),
    ...body,
    element('line', { x1: left, x2: left + width, y1: top + height, y2: top + height, stroke: LIGHT.zero }),
    label(across, { x: left + width / 2, y: HEIGHT - 8 }),
    element(
      'text',
      {
        transform: `translate(12 ${middle}) rotate(-90)`,
        'text-anchor': 'middle',
        fill: LIGHT.muted,
        'font-size': TEXT,
      },
      up,
    ),
    '</svg>',
  ].join('');
}

/** In place of a drawing that has nothing to draw. */
export const absent = (words: Words, why: string): string =>
  drawing(words, [label(why, { x: PLOT.left + PLOT.width / 2, y: PLOT.top + PLOT.height / 2 })]);

/** A scale from `from..to` onto `start..end`. */
export const scaleOf =
  (from: number, to: number, start: number, end: number) =>
  (value: number): number =>
    start + ((value - from) / (to - from)) * (end - start);

/** Where the bottom is 0: a line across the plot at `y`, with its label. */
export const gridLine = (y: number, text: string): string =>
  element('line', { x1: PLOT.left, x2: PLOT.left + PLOT.width, y1: y, y2: y, stroke: LIGHT.grid }) +
  label(text, { x: PLOT.left - 6, y: y + 4 }, 'end');
