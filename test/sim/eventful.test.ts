import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_SEED, syntheticDay } from '../../sim/day.ts';
import { WindowRules } from './window-rules.ts';

describe('the default day', () => {
  const rules = new WindowRules();
  let lines = 0;
  let characters = 0;

  beforeAll(() => {
    for (const line of syntheticDay({ seed: DEFAULT_SEED })) {
      lines++;
      characters += line.frame.length;
      rules.take(line);
    }
  }, 120_000);

  test('has 1.05 to 1.3 million frames, 300 characters each at the most on average', () => {
    expect(lines).toBeGreaterThan(1_050_000);
    expect(lines).toBeLessThan(1_300_000);
    expect(characters / lines).toBeLessThan(300);
  });

  test.each(['momentum', 'fair-value'] as const)(
    '%s enters in at least 12 windows, wins some and loses some',
    (strategy) => {
      const entries = rules.entries.filter((entry) => entry.strategy === strategy);
      const won = entries.filter((entry) => entry.won === true).length / entries.length;
      expect(entries.length).toBeGreaterThanOrEqual(12);
      expect(won).toBeGreaterThan(0.3);
      expect(won).toBeLessThan(0.8);
    },
  );

  test('is quoted by a market whose probabilities hold on the whole', () => {
    const quotes = rules.quotes.filter(({ up }) => up !== undefined);
    expect(quotes.length).toBeGreaterThan(90);
    const said = quotes.reduce((sum, { mid }) => sum + mid, 0);
    const came = quotes.filter(({ up }) => up).length;
    // The count of Ups has a deviation below sqrt(96 / 4) = 4.9: two of them
    expect(Math.abs(came - said)).toBeLessThan(10);
    const brier = quotes.reduce((sum, { mid, up }) => sum + (mid - (up ? 1 : 0)) ** 2, 0) / quotes.length;
    const expected = quotes.reduce((sum, { mid }) => sum + mid * (1 - mid), 0) / quotes.length;
    // The Brier score that honest probabilities expect of themselves; 0.25 is a coin's
    expect(brier).toBeLessThan(0.25);
    expect(Math.abs(brier - expected)).toBeLessThan(0.04);
  });
});
