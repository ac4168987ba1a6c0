import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Tallies } from '../../../bench/load/tally.ts';
import { taped } from '../../../bench/load/taped.ts';
import { recordFolder } from '../../../shared/adapters/tape/append.ts';

const HEADER = { version: 1, synthetic: true, derived: false, title: 'SYNTHETIC', source: 'test' } as const;

test('a recorded tape has the tally of what was sent, channel by channel', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-'));
  const recorder = await recordFolder(folder, HEADER);
  const sent = new Tallies();
  for (const [channel, frame] of [
    ['binance', 'a'],
    ['kraken', 'b'],
    ['binance', 'c'],
  ] as const) {
    sent.add(channel, frame);
    recorder.write({ receivedAt: 1_795_132_800_000, channel, frame });
  }
  await recorder.close();
  const tallies = await taped(folder);
  expect(tallies).toEqual(sent.result());
  expect(tallies).toMatchObject({ binance: { frames: 2 }, kraken: { frames: 1 } });
});

test('another order is another digest', () => {
  const [one, other] = [new Tallies(), new Tallies()];
  for (const frame of ['a', 'b']) one.add('clob', frame);
  for (const frame of ['b', 'a']) other.add('clob', frame);
  expect(one.result().clob?.digest).not.toBe(other.result().clob?.digest);
});
