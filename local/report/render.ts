import type { Runtime } from 'vega';
import type { Chart } from '../../shared/charts/chart.ts';

/** Of a letter in a plain typeface, as a share of the font size. */
const LETTER_WIDTH = 0.62;
const COORDINATES = / (?:d|transform)="[^"]*"/g;
const LONG_DECIMAL = /-?\d+\.\d{2,}/g;

/** To a tenth of a pixel, which halves the size of a path. */
const rounded = (svg: string) =>
  svg.replace(COORDINATES, (attribute) =>
    attribute.replace(LONG_DECIMAL, (n) => String(Number(Number(n).toFixed(1)))),
  );

/** A chart without what differs between charts of one kind: its rows and its title. */
function shapeOf({ description: _, ...chart }: Chart) {
  const names = Object.keys(chart.datasets ?? {});
  return {
    ...chart,
    title: { text: { expr: 'title' } },
    params: [{ name: 'title', value: '' }],
    datasets: Object.fromEntries(names.map((name) => [name, []])),
  };
}

/** Exported by Vega for this purpose, but missing in its types. */
interface TextMetrics {
  width: (item: { readonly fontSize?: number }, text: string) => number;
}

async function libraries() {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  // Without a canvas to measure on, Vega takes 0.8 for a letter, which leaves wide gaps beside labels.
  const { textMetrics } = vega as unknown as { readonly textMetrics: TextMetrics };
  textMetrics.width = ({ fontSize = 11 }, text) => String(text).length * fontSize * LETTER_WIDTH;
  return { parse: vega.parse, View: vega.View, compile };
}

/**
 * Loads the drawing libraries, which most runs never need, and returns what draws a chart as an SVG element.
 * Charts of one shape are compiled once: the windows of a day differ only in their rows.
 */
export async function makeRenderSvg(): Promise<(chart: Chart) => Promise<string>> {
  const { parse, View, compile } = await libraries();
  const compiled = new Map<string, Runtime>();
  return async (chart) => {
    const shape = shapeOf(chart);
    const key = JSON.stringify(shape);
    const runtime = compiled.get(key) ?? parse(compile(shape as Parameters<typeof compile>[0]).spec);
    compiled.set(key, runtime);
    const view = new View(runtime, { renderer: 'none' });
    try {
      view.signal('title', chart.title);
      for (const [name, rows] of Object.entries(chart.datasets ?? {})) view.data(name, rows as object[]);
      return rounded(await view.toSVG());
    } finally {
      view.finalize();
    }
  };
}
