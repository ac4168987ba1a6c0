import { expect, test } from 'vitest';
import { DARK, LIGHT, type Palette } from '../../../shared/charts/palette.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

test('no colour of the light palette has two meanings', () => {
  expect(new Set(Object.values(LIGHT)).size).toBe(Object.keys(LIGHT).length);
});

test.each<[string, Palette]>([
  ['light', LIGHT],
  ['dark', DARK],
])('%s: words have a contrast of 4.5 on paper, marks of 3', (_, palette) => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  for (const name of ['ink', 'muted', 'up', 'down', 'gain', 'loss'] as const)
    expect(contrast(palette[name], palette.paper), name).toBeGreaterThanOrEqual(4.5);
  for (const name of ['line', 'skip', 'wait'] as const)
    expect(contrast(palette[name], palette.paper), name).toBeGreaterThanOrEqual(3);
});
