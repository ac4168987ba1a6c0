import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Format } from '../../backtest/import/formats.ts';
import { importRecording } from '../../backtest/import/import.ts';
import { type Left, runAnew } from './runs.ts';
import { scratchFolder } from './tapes.ts';

const DATA = join(import.meta.dirname, '../../../shared/data');

type Winners = Map<string, 'up' | 'down' | undefined>;

/** The text of each file of a recording. */
const texts = (folder: string, wanted: RegExp): string[] =>
  readdirSync(join(DATA, folder))
    .filter((name) => wanted.test(name))
    .map((name) => gunzipSync(readFileSync(join(DATA, folder, name))).toString());

const sideOf = (text: string | null | undefined): 'up' | 'down' | undefined => {
  const side = text?.toLowerCase();
  return side === 'up' || side === 'down' ? side : undefined;
};

/** One JSON a window. */
const ladder = (): Winners =>
  new Map(
    texts('houssem_ladder_5m', /^ladder/)
      .flatMap((text) => text.trimEnd().split('\n'))
      .map((line) => JSON.parse(line))
      .map(({ slug, winner }) => [slug, sideOf(winner)]),
  );

/** A CSV that repeats slug and winner in every row. */
function snapshots(): Winners {
  const winners: Winners = new Map();
  for (const text of texts('leafuryk_snapshots', /csv/)) {
    const [header, ...rows] = text.trimEnd().split('\n');
    const column = header?.split(',').indexOf('winner') as number;
    for (const row of rows) {
      const [slug, winner] = [row.split(',')[0] as string, sideOf(row.split(',')[column])];
      winners.set(slug, winners.get(slug) ?? winner);
    }
  }
  return winners;
}

/** A header of `key: value` in each file. */
const rounds = (): Winners =>
  new Map(
    texts('savekiller_rounds_1hz_5m', /txt/).map((text) => {
      const start = /market_start_ts: (\d+)/.exec(text)?.[1];
      return [`btc-updown-5m-${start}`, sideOf(/outcome: (\w+)/.exec(text)?.[1])];
    }),
  );

const RECORDINGS: readonly (readonly [Format, string, () => Winners, windows: number])[] = [
  ['ladder', 'houssem_ladder_5m', ladder, 101],
  ['snapshots', 'leafuryk_snapshots', snapshots, 7],
  ['rounds-1hz', 'savekiller_rounds_1hz_5m', rounds, 10],
];

describe.skipIf(!existsSync(DATA))('replay of recordings (skipped without ../shared/data)', () => {
  const folder = scratchFolder();

  describe.each(RECORDINGS)('%s', (format, recording, recorded, count) => {
    let left: Left;
    let tape: string;
    let winners: Winners;

    beforeAll(async () => {
      const request = { format, path: join(DATA, recording), out: join(folder, `${format}.tape`) };
      ({ tape } = await importRecording(request));
      left = await runAnew(folder, tape);
      winners = recorded();
    }, 120_000);

    test('has every window of the recording in its result', () => {
      expect(winners.size).toBe(count);
      expect(left.result.windows.map(({ slug }) => slug).toSorted()).toEqual([...winners.keys()].toSorted());
    });

    test('decides each window, and tells by which criteria', () => {
      for (const { id, decisions } of left.result.windows) {
        const last = decisions.at(-1);
        expect(last?.criteria.length, id).toBeGreaterThan(0);
        expect(['enter', 'skip'], id).toContain(last?.kind);
      }
    });

    test('settles as the recording says, and not where it says nothing', () => {
      for (const { slug, settlement } of left.result.windows) {
        const winner = winners.get(slug);
        expect(settlement.outcome, slug).toBe(winner ?? 'unknown');
        expect(settlement.official, slug).toBe(winner);
      }
      expect([...winners.values()].filter((winner) => winner !== undefined).length).toBeGreaterThan(0);
    });

    test('comes to the same digest again', async () => {
      const again = await runAnew(folder, tape);
      expect(again.result.digest).toBe(left.result.digest);
      expect(again.result.ledger).toEqual(left.result.ledger);
    });
  });
});
