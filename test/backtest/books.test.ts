import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bookRows, booksHeader } from '../../backtest/books.ts';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { book, changes, listing, madeTape, newTickSize } from './made-tape.ts';

const SLUG = 'btc-updown-15m-1790616600';
const OPEN = 1_790_616_600_000;
const UP = '0x1-up';
const DOWN = '0x1-down';

describe('the books of a tape', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-books-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function rows(name: string, lines: readonly TapeLine[], levels = 2) {
    const [found, wrong]: [string[], string[]] = [[], []];
    const path = madeTape(join(folder, `${name}.tape`), lines);
    for await (const each of bookRows(path, levels, { wrong: (problem) => void wrong.push(problem) }))
      found.push(...each);
    return { found, wrong };
  }
  const listed = listing(OPEN - 60_000, { slug: SLUG, condition: '0x1' });
  const first = book(OPEN, UP, {
    bids: [
      ['0.48', '10'],
      ['0.49', '20.5'],
    ],
    asks: [
      ['0.53', '40'],
      ['0.52', '30'],
      ['0.51', '7'],
    ],
  });

  test('have a column for price and size of each level', () => {
    expect(booksHeader(2)).toBe(
      'received_ms,slug,asset_id,bid1,bid_sz1,bid2,bid_sz2,ask1,ask_sz1,ask2,ask_sz2',
    );
  });

  test('are told best first, absent levels empty, whatever the order of the wire', async () => {
    const thin = book(OPEN + 1_000, DOWN, { bids: [], asks: [['0.999', '5']] });
    expect(await rows('first', [listed, first, thin])).toEqual({
      found: [
        `${OPEN},${SLUG},${UP},0.49,20.5,0.48,10,0.51,7,0.52,30`,
        `${OPEN + 1_000},${SLUG},${DOWN},,,,,0.999,5,,`,
      ],
      wrong: [],
    });
  });

  test('take a change as the new size of its price, and 0 as its end', async () => {
    const changed = changes(OPEN + 500, [
      [UP, 'SELL', '0.51', '0'],
      [UP, 'BUY', '0.5', '2.25'],
    ]);
    const { found } = await rows('changed', [listed, first, changed]);
    expect(found.at(-1)).toBe(`${OPEN + 500},${SLUG},${UP},0.5,2.25,0.49,20.5,0.52,30,0.53,40`);
    expect(found).toHaveLength(2);
  });

  test('are a row for each token that a message names', async () => {
    const second = book(OPEN + 10, DOWN, { bids: [['0.4', '1']], asks: [['0.6', '1']] });
    const both = changes(OPEN + 500, [
      [DOWN, 'BUY', '0.41', '3'],
      [UP, 'SELL', '0.51', '8'],
    ]);
    const { found } = await rows('both', [listed, first, second, both], 1);
    expect(found.slice(2)).toEqual([
      `${OPEN + 500},${SLUG},${DOWN},0.41,3,0.6,1`,
      `${OPEN + 500},${SLUG},${UP},0.49,20.5,0.51,8`,
    ]);
  });

  test('say nothing before a snapshot, and after a change of tick size until the next', async () => {
    const change = (ms: number) => changes(OPEN + ms, [[UP, 'SELL', '0.51', '1']]);
    const { found } = await rows('dropped', [
      listed,
      changes(OPEN - 10, [[UP, 'SELL', '0.51', '1']]),
      first,
      newTickSize(OPEN + 100, UP),
      change(200),
      book(OPEN + 300, UP, { bids: [], asks: [['0.961', '4']] }),
    ]);
    expect(found.map((row) => row.split(',')[0])).toEqual([`${OPEN}`, `${OPEN + 300}`]);
  });

  test('say nothing after a gap of the market channel until the next snapshot', async () => {
    const change = (ms: number) => changes(OPEN + ms, [[UP, 'SELL', '0.51', '1']]);
    const gap = (ms: number, channel: 'binance' | 'clob'): TapeLine => ({
      receivedAt: OPEN + ms,
      channel: 'gap',
      frame: `{"channel":"${channel}","since":${OPEN},"reason":"closed"}`,
    });
    const { found } = await rows('gap', [
      listed,
      first,
      gap(100, 'binance'),
      change(200),
      gap(300, 'clob'),
      change(400),
      book(OPEN + 500, UP, { bids: [], asks: [['0.961', '4']] }),
    ]);
    expect(found.map((row) => row.split(',')[0])).toEqual([`${OPEN}`, `${OPEN + 200}`, `${OPEN + 500}`]);
  });

  test('say nothing after changes that cannot be read until the next snapshot, nor of those beside them', async () => {
    const good = changes(OPEN + 100, [[UP, 'SELL', '0.51', '1']]);
    const bad = changes(OPEN + 100, [[UP, 'SELL', '0.51', '-1']]);
    const { found, wrong } = await rows('lost', [
      listed,
      first,
      { ...good, frame: `[${good.frame},${bad.frame}]` },
      changes(OPEN + 200, [[UP, 'SELL', '0.51', '2']]),
      book(OPEN + 300, UP, { bids: [], asks: [['0.961', '4']] }),
    ]);
    expect(found.map((row) => row.split(',')[0])).toEqual([`${OPEN}`, `${OPEN + 300}`]);
    expect(wrong).toHaveLength(1);
  });

  test('of a token that no listing names have no slug; what cannot be read is told with its line', async () => {
    const bad: TapeLine = { receivedAt: OPEN + 1, channel: 'clob', frame: '{"event_type":"mystery"}' };
    const { found, wrong } = await rows('unlisted', [first, bad]);
    expect(found).toEqual([`${OPEN},,${UP},0.49,20.5,0.48,10,0.51,7,0.52,30`]);
    expect(wrong).toEqual([expect.stringMatching(/^unlisted\.tape:3: .*mystery/)]);
  });
});
