import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { warmUp } from '../../../local/live/warm.ts';
import type { TapeLine } from '../../../shared/adapters/tape/format.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { binanceTrade, madeTape } from '../../backtest/made-tape.ts';
import { scratchFolder } from '../tapes.ts';
import { aCollector, heartbeat, LISTED, OPEN, SERIES, STRIKE, WINDOW } from './rig.ts';

const scratch = scratchFolder();
const NOW = epochMs(OPEN + 120_000);
const newFolder = () => mkdtempSync(join(scratch, 'tapes-'));
const named = (folder: string, at: number) =>
  join(folder, `${new Date(at).toISOString().replaceAll(':', '-')}.tape`);

async function warmed(folder: string) {
  const collector = aCollector();
  return { collector, told: await warmUp(collector, { folder, series: SERIES, now: NOW }) };
}

test('the window that is open has the strike and the path that an earlier process recorded', async () => {
  const folder = newFolder();
  const trades = [
    binanceTrade(OPEN - 1_000, 1, '64000'),
    ...[30, 60, 119].map((s) => binanceTrade(OPEN + 1_000 * s, s, `${63_999 + s}`)),
  ];
  madeTape(named(folder, OPEN - 600_000), [LISTED, trades[0], STRIKE, ...trades.slice(1)] as TapeLine[]);
  const { collector, told } = await warmed(folder);
  expect(told).toEqual({ frames: 6, until: OPEN + 119_000 });
  collector.advance(NOW);
  expect(collector.snapshot(WINDOW, NOW)?.strike).toMatchObject({ value: '64000.5', source: 'recorded' });
  // From 64,000 dollars at the open to 64,118.
  expect(collector.snapshot(WINDOW, NOW)?.consensus?.change).toBeCloseTo(118 / 64_000, 5);
});

test('what is too old to matter, or of a time that has not come, is left out', async () => {
  const folder = newFolder();
  madeTape(named(folder, OPEN - 7_200_000), [heartbeat(OPEN - 7_200_000)]);
  madeTape(named(folder, OPEN - 3_000_000), [heartbeat(OPEN - 3_000_000), STRIKE, heartbeat(NOW + 1)]);
  expect((await warmed(folder)).told).toMatchObject({ frames: 1 });
});

test('tapes that cannot be read are left out', async () => {
  const folder = newFolder();
  writeFileSync(named(folder, OPEN - 60_000), 'no tape');
  writeFileSync(`${named(folder, OPEN - 50_000)}.gz`, 'no gzip');
  madeTape(named(folder, OPEN - 40_000), [STRIKE]);
  expect((await warmed(folder)).told).toEqual({ frames: 1, until: STRIKE.receivedAt });
});

test.each([
  ['no folder', () => join(scratch, 'nowhere')],
  ['an empty folder', newFolder],
])('of %s nothing is known', async (_what, folder) => {
  expect((await warmed(folder())).told).toEqual({ frames: 0, until: undefined });
});
