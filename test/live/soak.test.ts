import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSoak } from '../../bench/soak-run.ts';
import { soakTable } from '../../bench/soak-table.ts';

/** Both freezes and a lost name befall the books, whose channel is the hardest to mend. */
const SEED = 46;
const DURATION_MS = 90_000;
const CALM_MS = 11_000;

test('the feeds come through every fault: no frame lost, silence noticed, books right again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-soak-'));
  const result = await runSoak({ seed: SEED, durationMs: DURATION_MS, calmMs: CALM_MS, folder });
  console.log(soakTable(result));
  expect(result.failures).toEqual([]);
  expect(result.accounts.map(({ channel, lost, invented }) => [channel, lost, invented])).toEqual(
    ['binance', 'coinbase', 'kraken', 'bitstamp', 'clob', 'polybolt'].map((channel) => [channel, 0, 0]),
  );
});
