import type { TopLevelSpec } from 'vega-lite';
import { LIGHT } from './palette.ts';

/** A Vega-Lite spec that a reader can do without seeing: `title` heads it, `description` is its text alternative. */
export type Chart = TopLevelSpec & { readonly title: string; readonly description: string };

/** Figures of a seeded program must not be mistaken for evidence, not even in a chart cut out of its report. */
export const chartTitle = (title: string, synthetic: boolean): string =>
  synthetic ? `${title} (SYNTHETIC)` : title;

const FONT = 'system-ui, sans-serif';

/** `text` is the size of axis labels in pixels. */
export const chartConfig = (text: number) => ({
  background: 'transparent',
  font: FONT,
  aria: false,
  padding: 4,
  view: { stroke: null },
  title: {
    anchor: 'start' as const,
    color: LIGHT.ink,
    fontSize: Math.round(text * 1.12),
    fontWeight: 600 as const,
    offset: 10,
  },
  axis: {
    labelColor: LIGHT.muted,
    labelFontSize: text,
    titleColor: LIGHT.muted,
    titleFontSize: text,
    titleFontWeight: 'normal' as const,
    titlePadding: 6,
    gridColor: LIGHT.grid,
    domainColor: LIGHT.zero,
    tickColor: LIGHT.zero,
    labelOverlap: true,
  },
  legend: {
    orient: 'top' as const,
    labelColor: LIGHT.muted,
    labelFontSize: text,
    labelLimit: 0,
    title: null,
    offset: 4,
    columnPadding: 14,
  },
  text: { color: LIGHT.ink, fontSize: text },
  rule: { color: LIGHT.zero },
});

/** Of a chart that stands alone: wide enough for a screen, and still readable when shrunk to a telephone. */
export const FULL_WIDTH = 450;
export const FULL_HEIGHT = 210;
export const FULL_TEXT = 13;

/** The day where a day begins, the time of day elsewhere. */
export const INSTANT_AXIS = {
  format: { hours: '%H:%M', minutes: '%H:%M', date: '%d %b', day: '%d %b', week: '%d %b', month: '%b %Y' },
  tickCount: 6,
  grid: false,
};
