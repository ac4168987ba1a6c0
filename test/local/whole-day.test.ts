import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { STRATEGIES } from '../../shared/domain/signal/evaluate.ts';
import { quarterhour } from './quarterhour.ts';
import { ReplayContract } from './replay-contract.ts';
import { scratchFolder } from './tapes.ts';

describe('the bundled eventful day', () => {
  const data = join(scratchFolder(), 'data');

  test.each(STRATEGIES)(
    'has a million events and more, and %s enters at least 3 of its 96 windows, wins some and loses some',
    async (strategy) => {
      const words = ['replay', '--json', '--tape', 'synthetic-eventful', '--strategy', strategy];
      const { code, stdout } = await quarterhour(words, data);
      expect(code).toBe(0);
      const { tape, windows, strikes, feed } = ReplayContract.parse(JSON.parse(stdout));
      expect(tape.synthetic).toBe(true);
      expect(tape.title).toContain('EVENTFUL');
      expect(tape.events).toBeGreaterThanOrEqual(1_000_000);
      expect(windows).toHaveLength(96);
      const traded = windows.filter(({ fills }) => fills.length > 0);
      expect(traded.length).toBeGreaterThanOrEqual(3);
      expect(traded.some(({ pnl }) => Number(pnl) > 0)).toBe(true);
      expect(traded.some(({ pnl }) => Number(pnl) < 0)).toBe(true);
      for (const { settlement } of windows) expect(settlement.outcome).toBe(settlement.official);
      // Every window is decided on the strike that was recorded, whatever came of it.
      expect(strikes.recorded).toBe(96);
      expect(feed.problems).toEqual([]);
    },
    120_000,
  );
});
