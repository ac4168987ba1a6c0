import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSoak } from './soak-run.ts';
import { soakTable } from './soak-table.ts';

/**
 * A seeded soak: the live feeds against simulated venues with faults of every kind. See docs/soak.md.
 *
 *     npm run soak -- [--seed 7] [--minutes 10] [--json] [--keep FOLDER]
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    minutes: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});
const CALM_MS = 15_000;
const [seed, minutes] = [Number(values.seed), Number(values.minutes)];
if (!Number.isInteger(seed) || !(minutes >= 2 && minutes <= 40)) {
  process.stderr.write(
    'usage: npm run soak -- [--seed 7] [--minutes 10, from 2 to 40] [--json] [--keep FOLDER]\n',
  );
  process.exit(2);
}
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'quarterhour-soak-'));
const result = await runSoak({ seed, durationMs: minutes * 60_000, calmMs: CALM_MS, folder });
if (values.keep === undefined) rmSync(folder, { recursive: true });
const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`;
process.stdout.write(
  values.json ? `${JSON.stringify({ ...result, machine }, null, 2)}\n` : soakTable(result),
);
process.exitCode = result.failures.length > 0 ? 1 : 0;
