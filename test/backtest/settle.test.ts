import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { settleTapes } from '../../backtest/settle.ts';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { listing, madeTape, print } from './made-tape.ts';

// Three quarters of September 2026, which settle on the average of 60 seconds (facts 4.1).
const OPEN = Date.parse('2026-09-28T17:30:00Z');
const QUARTER_MS = 900_000;
const open = (index: number): number => OPEN + index * QUARTER_MS;
const slug = (index: number): string => `btc-updown-15m-${open(index) / 1_000}`;
const listed = (index: number): TapeLine =>
  listing(open(index) - 60_000, { slug: slug(index), condition: `0x${index}` });
const ended = (index: number, winner: 'Up' | 'Down'): TapeLine =>
  listing(open(index + 1) + 30_000, { slug: slug(index), condition: `0x${index}`, winner });

/** An event as the venue answers to its slug (facts 3.4), without its markets. */
const EVENT = { id: '1', slug: slug(0), title: slug(0) };

/** 64,000.5 dollars, then a hundredth of a millionth of a cent less, then the same again. */
const PRINTS = ['64000500000000000000000', '64000499999999999900000', '64000499999999999900000'] as const;

describe('settlement from the prints', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-settle-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let tapes = 0;

  const settle = async (lines: readonly TapeLine[]) => {
    const sorted = lines.toSorted((a, b) => a.receivedAt - b.receivedAt);
    return settleTapes([madeTape(join(folder, `${++tapes}.tape`), sorted)], { wrong: expect.fail });
  };
  const prints = PRINTS.map((value, index) => print(open(index), value));

  test('compares to the last digit, and a tie is Up', async () => {
    const result = await settle([listed(0), listed(1), ...prints, ended(0, 'Down'), ended(1, 'Up')]);
    expect(result).toEqual({
      windows: [
        { slug: slug(0), strike: '64000.5', close: '64000.4999999999999', outcome: 'down', official: 'down' },
        {
          slug: slug(1),
          strike: '64000.4999999999999',
          close: '64000.4999999999999',
          outcome: 'up',
          official: 'up',
        },
      ],
      agree: 2,
      disagree: 0,
      unknown: 0,
    });
  });

  test('is unknown where a print is missing, and is not made up from its neighbours', async () => {
    const near = print(open(1) - 1_000, PRINTS[1]);
    const result = await settle([listed(0), print(open(0), PRINTS[0]), near, ended(0, 'Down')]);
    expect(result).toMatchObject({ agree: 0, disagree: 0, unknown: 1 });
    expect(result.windows).toEqual([
      { slug: slug(0), strike: '64000.5', close: null, outcome: 'unknown', official: 'down' },
    ]);
  });

  test('takes the strike from the venue where our own print of it is missing', async () => {
    const told = ended(0, 'Down');
    const frame = JSON.stringify({
      ...EVENT,
      eventMetadata: { priceToBeat: 64_000.75 },
      markets: [JSON.parse(told.frame)],
    });
    const result = await settle([listed(0), print(open(1), PRINTS[1]), { ...told, frame }]);
    expect(result).toMatchObject({ agree: 1, windows: [{ strike: '64000.75', outcome: 'down' }] });
  });

  test('goes by the prints of the rule of the day, not by the spot prints of the same instants', async () => {
    const spot = [open(0), open(1)].map((at) => print(at, PRINTS[0], 'crypto_prices_chainlink'));
    const { windows } = await settle([listed(0), ...spot]);
    expect(windows).toEqual([
      { slug: slug(0), strike: null, close: null, outcome: 'unknown', official: null },
    ]);
  });

  test('counts a contradiction of the venue', async () => {
    const result = await settle([listed(0), ...prints, ended(0, 'Up')]);
    expect(result).toMatchObject({ agree: 0, disagree: 1, unknown: 0 });
  });

  test('is unknown beside a venue that has not spoken', async () => {
    const result = await settle([listed(0), ...prints]);
    expect(result).toMatchObject({ agree: 0, disagree: 0, unknown: 1 });
    expect(result.windows[0]).toMatchObject({ outcome: 'down', official: null });
  });
});
