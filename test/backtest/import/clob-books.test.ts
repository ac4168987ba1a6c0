import { expect, test } from 'vitest';
import { imported, scratchFolder, tapeLines, writeRecording } from './scratch.ts';

const START = 1776081600;
const OPEN = START * 1000;
const book = (token: string, bid: string, ask: string, size = '10') =>
  `{"event_type":"book","market":"0xc","asset_id":"${token}","bids":[{"price":"${bid}","size":"${size}"}],"asks":[{"price":"${ask}","size":"5.50"}]}`;
const line = (at: number, msg: string, start = START) =>
  `{"recv_ms":${at},"slug":"btc-updown-5m-${start}","msg":${msg}}`;
const [DOWN, UP] = ['111', '222'];

const file = (folder: string, name: string, ...lines: string[]) =>
  writeRecording(folder, name, `${lines.join('\n')}\n`);

test('every message is kept as it came, after the listing of its window', async () => {
  const messages = [book(DOWN, '0.50', '0.52'), book(UP, '0.48', '0.50'), book(DOWN, '0.98', '0.99')];
  const path = file(scratchFolder(), 'a.jsonl.gz', ...messages.map((msg, index) => line(OPEN + index, msg)));
  const { tape, windows, warnings, lines } = await imported('clob-books', path);
  expect(tapeLines(tape).filter(([, channel]) => channel === 'clob')).toEqual(
    messages.map((msg, index) => [OPEN + index, 'clob', msg]),
  );
  expect([windows, warnings]).toEqual([1, []]);
  expect(lines[0]).toMatchObject({ at: OPEN - 60_000, channel: 'gamma' });
  expect(lines[0]?.frame.markets[0]).toMatchObject({
    closed: false,
    conditionId: '0xc',
    outcomes: '["Up", "Down"]',
    clobTokenIds: '["222","111"]',
  });
});

test('a book of before the listing brings the listing forward', async () => {
  const path = file(scratchFolder(), 'a.jsonl', line(OPEN - 190_000, book(DOWN, '0.5', '0.6')));
  const { lines } = await imported('clob-books', path);
  expect(lines.map(({ at, channel }) => [at - OPEN, channel])).toEqual([
    [-190_000, 'gamma'],
    [-190_000, 'clob'],
  ]);
});

test.each([
  ['0.97', '0.98', '["0", "1"]'],
  ['0.01', '0.03', '["1", "0"]'],
])('a last book of Down at %s to %s decides the window as %s', async (bid, ask, prices) => {
  const path = file(
    scratchFolder(),
    'a.jsonl',
    line(OPEN, book(DOWN, '0.5', '0.6')),
    line(OPEN + 1, book(DOWN, bid, ask)),
  );
  const last = (await imported('clob-books', path)).lines.at(-1);
  expect(last?.at).toBe(OPEN + 360_000);
  expect(last?.frame.description).toContain('inferred');
  expect(last?.frame.markets[0].outcomePrices).toBe(prices);
});

test('a window of which one token was recorded has a placeholder for Up, and says so', async () => {
  const path = file(scratchFolder(), 'a.jsonl', line(OPEN, book(DOWN, '0.5', '0.6')));
  const { lines, warnings } = await imported('clob-books', path);
  expect(lines[0]?.frame.markets[0].clobTokenIds).toBe('["0","111"]');
  expect(warnings).toEqual(['a.jsonl: holds one token only: taken for Down, Up is "0"']);
});

test('files that overlap are merged in order of time', async () => {
  const folder = scratchFolder();
  const next = START + 300;
  file(
    folder,
    'b.jsonl.gz',
    line(OPEN, book(DOWN, '0.5', '0.6')),
    line(OPEN + 302_000, book(DOWN, '0.51', '0.6')),
  );
  file(
    folder,
    'a.jsonl.gz',
    line(OPEN + 301_000, book('333', '0.5', '0.6'), next),
    line(OPEN + 303_000, book('333', '0.5', '0.7'), next),
  );
  const { lines, ordered, windows } = await imported('clob-books', folder);
  expect(ordered).toBe(true);
  expect(windows).toBe(2);
  const books = lines.filter(({ channel }) => channel === 'clob');
  expect(books.map(({ frame }) => frame.asset_id)).toEqual([DOWN, '333', DOWN, '333']);
});

test('a book with a negative size or no price is left out', async () => {
  const path = file(
    scratchFolder(),
    'a.jsonl',
    line(OPEN, book(DOWN, '0.5', '0.6')),
    line(OPEN + 1, book(DOWN, '0.5', '0.6', '-1')),
    line(OPEN + 2, book(DOWN, 'NaN', '0.6')),
  );
  const { warnings, lines } = await imported('clob-books', path);
  expect(lines.filter(({ channel }) => channel === 'clob')).toHaveLength(1);
  expect(warnings).toContain('a.jsonl:2: a bid has a negative size');
  expect(warnings).toContain('a.jsonl:3: a bid has no price below 1');
});
