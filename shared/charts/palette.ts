/**
 * The colours of charts and pages. Every colour of the light palette is used for one meaning only, so a page
 * can restyle a drawn chart by its colours. Sides and results have colours of their own: buying Down is no loss.
 */
export const LIGHT = {
  paper: '#ffffff',
  ink: '#1b2430',
  muted: '#55606e',
  grid: '#e2e7ed',
  zero: '#8d98a5',
  shade: '#edf1d6',
  line: '#33506e',
  up: '#1d63c9',
  down: '#a9540b',
  gain: '#1b7d4a',
  loss: '#b93226',
  skip: '#6f7a87',
  wait: '#8794a3',
} as const;

export type Palette = Readonly<Record<keyof typeof LIGHT, string>>;

export const DARK: Palette = {
  paper: '#151a21',
  ink: '#e6eaf0',
  muted: '#a3adba',
  grid: '#2a323d',
  zero: '#697584',
  shade: '#2b3020',
  line: '#9dbbdc',
  up: '#6fa8ff',
  down: '#f0a35c',
  gain: '#4fc086',
  loss: '#f2786d',
  skip: '#8d98a6',
  wait: '#6f7b89',
};
