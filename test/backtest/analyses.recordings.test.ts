import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { bookRows } from '../../backtest/books.ts';
import type { Format } from '../../backtest/import/formats.ts';
import { importRecording } from '../../backtest/import/import.ts';
import { leadLag } from '../../backtest/lead-lag.ts';
import { settleTapes } from '../../backtest/settle.ts';

const DATA = join(import.meta.dirname, '../../../shared/data');
const lines = (path: string): string[] => gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');

/** Price and size cells of a row, as numbers: the recorder writes 685.0 where we write 685. */
const cells = (row: readonly string[]): (number | null)[] =>
  row.map((cell) => (cell === '' ? null : Number(cell)));

describe.skipIf(!existsSync(DATA))('analyses of recordings (skipped without ../shared/data)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-analyses-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  async function taped(format: Format, ...path: string[]): Promise<string> {
    const out = join(folder, `${path.at(-1)}.tape`);
    return (await importRecording({ format, path: join(DATA, ...path), out })).tape;
  }
  const none = { wrong: (problem: string): void => expect.fail(problem) };

  test('the prints of the Chainlink day settle 110 windows as the venue did, none otherwise', async () => {
    const { windows, ...counts } = await settleTapes(
      [await taped('chainlink-day', 'chainlink_day_20260724')],
      none,
    );
    expect(windows).toHaveLength(121);
    expect(counts).toEqual({ agree: 110, disagree: 0, unknown: 11 });
  });

  test('Binance leads Chainlink by some two seconds, and Chainlink stands 60 to 75 dollars below', async () => {
    const pairs = await leadLag([await taped('multifeed', 'spot_multifeed_100ms')], none);
    const pair = pairs.find(({ leader, follower }) => leader === 'binance' && follower === 'chainlink');
    expect(pair?.significant).toBe(true);
    expect(pair?.lagMs).toBeGreaterThanOrEqual(2_000);
    expect(pair?.lagMs).toBeLessThanOrEqual(2_400);
    expect(pair?.basisUsd).toBeGreaterThanOrEqual(-75);
    expect(pair?.basisUsd).toBeLessThanOrEqual(-60);
  });

  test('three levels of the books of 33 windows are those that were derived from them, row by row', async () => {
    const raw = join(DATA, 'cronos_clob_5m/raw');
    const slugs = readdirSync(raw).map((name) => name.replace('.jsonl.gz', ''));
    const derived = new Map<string, string[][]>(slugs.map((slug) => [slug, []]));
    for (const day of ['2026-04-13', '2026-04-14'])
      for (const line of lines(join(DATA, `cronos_clob_5m/top3_${day}.csv.gz`)).slice(1)) {
        const row = line.split(',');
        derived.get(row[2] as string)?.push(row);
      }
    let compared = 0;
    for (const slug of slugs) {
      const tape = await taped('clob-books', 'cronos_clob_5m/raw', `${slug}.jsonl.gz`);
      const expected = derived.get(slug) as string[][];
      let index = 0;
      for await (const rows of bookRows(tape, 3, none))
        for (const row of rows) {
          const found = row.split(',');
          const recorded = expected[index++] as string[];
          const [at, , , token] = recorded;
          // Received, slug, token, and the six levels of price and size; the derived rows end in two counts more.
          if (found[0] !== at || found[1] !== slug || found[2] !== token)
            expect(found.slice(0, 3), `row ${index} of ${slug}`).toEqual([at, slug, token]);
          const [ours, theirs] = [cells(found.slice(3)), cells(recorded.slice(4, 16))];
          if (ours.some((cell, column) => cell !== theirs[column]))
            expect(ours, `row ${index} of ${slug}`).toEqual(theirs);
        }
      expect(index, slug).toBe(expected.length);
      compared += index;
      rmSync(tape);
    }
    expect(compared).toBe(137_788);
  }, 240_000);
});
